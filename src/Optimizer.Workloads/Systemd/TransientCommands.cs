using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Optimizer.Workloads.Systemd;

/// <summary>Commands that run as units of their own: begun in one call, asked about in later ones, and found again after a crash by their names.</summary>
internal sealed class TransientCommands(Systemctl systemctl)
{
    /// <summary>What became of a command.</summary>
    internal enum Progress
    {
        /// <summary>It runs.</summary>
        Running,

        /// <summary>It ended with 0.</summary>
        Succeeded,

        /// <summary>It did not; it is forgotten, and runs anew when asked for again.</summary>
        Failed,
    }

    /// <summary>A name of ours that is the same each time the same thing is meant.</summary>
    /// <param name="purpose">A word.</param>
    /// <param name="what">Everything that tells this run of it from others.</param>
    public static string Name(string purpose, string what) =>
        $"gpu-optimizer-{purpose}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 8))}.service";

    /// <summary>Absolute path and arguments, separated by spaces; null when it is not of that form.</summary>
    /// <remarks>Quotes are refused rather than passed on: whoever wrote them meant a shell, and there is none.</remarks>
    public static ImmutableArray<string>? Split(string line, int number)
    {
        ImmutableArray<string> words = [.. ServiceUnit.Fill(line, number).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return words.IsEmpty || words[0][0] != '/' || line.Any(static c => char.IsControl(c) || c is '"' or '\'') ? null : words;
    }

    /// <summary>Begins a command, or says how far it is.</summary>
    /// <param name="name">From <see cref="Name"/>.</param>
    /// <param name="command">From <see cref="Split"/>.</param>
    /// <param name="owner">The unit on whose behalf, and under whose account, it runs.</param>
    /// <param name="limit">systemd ends it after that.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How far, and why it failed.</returns>
    public async Task<(Progress Progress, string? Trouble)> RunAsync(
        string name, ImmutableArray<string> command, UnitStatus owner, Duration limit, CancellationToken cancellationToken)
    {
        UnitStatus status = await systemctl.ShowAsync(name, cancellationToken);
        if (status.IsActive)
        {
            return (Progress.Succeeded, null);
        }

        if (status.ActiveState == "failed")
        {
            await systemctl.ForgetFailureAsync(name, cancellationToken);
            return (Progress.Failed, $"{status.Ending}; {await systemctl.LastLineAsync(name, cancellationToken) ?? "it logged nothing"}");
        }

        if (!status.IsDown)
        {
            return (Progress.Running, null);
        }

        ImmutableArray<string> settings = [string.Create(CultureInfo.InvariantCulture, $"TimeoutStartSec={(long)limit.TotalSeconds}"), $"Description=For {owner.Unit}"];
        if (owner.User.Length > 0)
        {
            settings = [.. settings, $"User={owner.User}"];
        }

        if (owner.DynamicUser)
        {
            settings = [.. settings, "DynamicUser=yes"];
        }

        string? trouble = await systemctl.LaunchAsync(name, settings, command, cancellationToken);
        return trouble is null ? (Progress.Running, null) : (Progress.Failed, trouble);
    }

    /// <summary>Forgets a command that has ended.</summary>
    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        UnitStatus status = await systemctl.ShowAsync(name, cancellationToken);
        if (status.ActiveState == "failed")
        {
            await systemctl.ForgetFailureAsync(name, cancellationToken);
        }
        else if (!status.IsDown)
        {
            await systemctl.StopAsync(name, cancellationToken);
        }
    }
}
