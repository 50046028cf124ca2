using System.Globalization;
using System.Net.Sockets;
using Optimizer.Host.Daemon;

namespace Optimizer.Host.Control;

/// <summary>The file a daemon listens on: makes its folder, clears away what a dead daemon left, and says who may connect.</summary>
/// <param name="path">Absolute path of the socket.</param>
/// <param name="user">Who runs the daemon.</param>
/// <param name="accounts">Users and groups.</param>
/// <param name="look">Owner and mode of what is at a path; null asks the system.</param>
internal sealed class SocketFile(string path, uint user, IUserAccounts accounts, Func<string, (uint Owner, int Mode)?>? look = null)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode EverybodyEnters = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const int OthersMayWrite = 0x12; // 022

    private readonly Func<string, (uint Owner, int Mode)?> _look = look ?? LibC.Look;

    /// <summary>The path.</summary>
    public string Path => path;

    /// <summary>Makes the place ready to listen on.</summary>
    /// <exception cref="StartRefusedException">It cannot be, or must not be.</exception>
    public void Prepare()
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        try
        {
            if (_look(folder) is null && !OperatingSystem.IsWindows())
            {
                // Only root's own place is entered by others: the group's members must reach the socket in it.
                Directory.CreateDirectory(folder, path == SocketPlaces.System ? EverybodyEnters : OwnerOnly);
            }

            CheckFolder(folder);
            ClearAway();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The control socket {path} cannot be made: {failure.Message}. Set control.socket to a path in a folder of the user who runs the daemon.");
        }
    }

    /// <summary>Lets the group in, once somebody listens. Until then only the owner can connect.</summary>
    /// <returns>True when the group gpu-optimizer was given the socket; false when there is none, or it may not be given.</returns>
    public bool Open()
    {
        bool given = accounts.GroupOf(PeerRule.Group) is uint group && LibC.GiveToGroup(path, group);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerAndGroup);
        }

        return given;
    }

    /// <summary>Removes the file after the last answer. What is not there any more is fine.</summary>
    public void Remove()
    {
        try
        {
            if (IsSocket())
            {
                File.Delete(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next start finds that nobody answers and clears it away.
        }
    }

    // A folder that somebody else owns or may write to is a folder in which somebody else may put a socket in our place.
    private void CheckFolder(string folder)
    {
        if (_look(folder) is not (uint owner, int mode) || (mode & LibC.KindMask) != LibC.KindFolder)
        {
            throw new StartRefusedException($"The folder {folder} of the control socket is not a folder, or is a link; remove it, or set control.socket.");
        }

        if (owner != user && owner != 0)
        {
            throw new StartRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"The folder {folder} of the control socket belongs to user {owner}, expected {user}; somebody else made it, so set control.socket to a folder of your own."));
        }

        if ((mode & OthersMayWrite) != 0)
        {
            throw new StartRefusedException($"Others may write to the folder {folder} of the control socket (mode {Convert.ToString(mode & 0xFFF, 8)}); set its mode to 0700, or set control.socket.");
        }
    }

    private bool IsSocket() => _look(path) is (_, int mode) && (mode & LibC.KindMask) == LibC.KindSocket;

    private void ClearAway()
    {
        if (_look(path) is null)
        {
            return;
        }

        if (!IsSocket())
        {
            throw new StartRefusedException($"{path} is where the control socket belongs, and something else is there; it is left as it is. Move it away, or set control.socket.");
        }

        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionRefused)
        {
            File.Delete(path); // nobody listens: what a killed daemon left behind
            return;
        }
        catch (SocketException failure)
        {
            throw new StartRefusedException($"Whether another daemon answers on the control socket {path} cannot be told: {failure.Message}. Stop it, or set control.socket.");
        }

        throw new StartRefusedException($"Another daemon answers on the control socket {path}. Stop it, or name another path with control.socket or run --socket.");
    }
}
