using System.Net.Sockets;

namespace Optimizer.Host.Control;

/// <summary>Where the control socket is when nobody says.</summary>
internal static class SocketPlaces
{
    /// <summary>The daemon's, run by root on a real node.</summary>
    public const string System = "/run/gpu-optimizer/control.sock";

    private const string Name = "control.sock";

    /// <summary>Most simulations of one user side by side; a tenth is refused with the name of the socket that is taken.</summary>
    private const int MostBeside = 9;

    /// <summary>Where a daemon listens.</summary>
    /// <param name="configured"><c>control.socket</c>; null: not set.</param>
    /// <param name="simulated">It runs a simulated node: the real one's socket is left alone, also by root.</param>
    /// <param name="user">Who runs it.</param>
    /// <param name="runtimeFolder"><c>$XDG_RUNTIME_DIR</c>; null when not set.</param>
    public static string OfDaemon(string? configured, bool simulated, uint user, string? runtimeFolder) =>
        configured ?? (user == 0 && !simulated ? System : OfUser(user, runtimeFolder));

    /// <summary>Where a daemon in this process listens.</summary>
    public static string OfThisProcess(string? configured, bool simulated)
    {
        string path = OfDaemon(configured, simulated, LibC.User, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        return simulated && configured is null ? FirstFree(path) : path;
    }

    /// <summary>Simulations run side by side: each takes the first place where none of the others answers.</summary>
    internal static string FirstFree(string path)
    {
        for (int number = 2; number <= MostBeside && Answers(path); number++)
        {
            path = Path.Combine(Path.GetDirectoryName(path)!, string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"control-{number}.sock"));
        }

        return path;
    }

    private static bool Answers(string path)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }


    /// <summary>Where a verb looks, in this order.</summary>
    /// <param name="named"><c>--socket</c> or the environment; null: neither.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="runtimeFolder"><c>$XDG_RUNTIME_DIR</c>; null when not set.</param>
    public static IReadOnlyList<string> OfClient(string? named, uint user, string? runtimeFolder) =>
        named is not null ? [named] : [System, OfUser(user, runtimeFolder), .. runtimeFolder is null ? [] : new[] { OfUser(user, null) }];

    private static string OfUser(uint user, string? runtimeFolder) => runtimeFolder is { Length: > 0 } and ['/', ..]
        ? Path.Combine(runtimeFolder, "gpu-optimizer", Name)
        : string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"/tmp/gpu-optimizer-{user}/{Name}");
}
