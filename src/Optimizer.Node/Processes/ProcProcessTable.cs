using System.Globalization;
using Optimizer.Control.Ports;

namespace Optimizer.Node.Processes;

/// <summary>Processes of this node, from /proc.</summary>
/// <param name="procRoot">Where procfs is mounted.</param>
/// <param name="passwdFile">Where account names are.</param>
public sealed class ProcProcessTable(string procRoot = "/proc", string passwdFile = "/etc/passwd") : IProcessTable
{
    private Dictionary<uint, string>? _accounts;

    /// <inheritdoc/>
    public ProcessIdentity? Find(uint pid)
    {
        string folder = Path.Combine(procRoot, pid.ToString(CultureInfo.InvariantCulture));
        try
        {
            string command = File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd('\n');
            string group = ControlGroup(File.ReadAllLines(Path.Combine(folder, "cgroup")));
            return new ProcessIdentity(command, group, Owner(File.ReadLines(Path.Combine(folder, "status"))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // gone meanwhile, or hidden by hidepid
        }
    }

    /// <summary>The unified hierarchy's path where there is one, else that of the systemd hierarchy, else the longest.</summary>
    private static string ControlGroup(string[] lines)
    {
        string best = string.Empty;
        foreach (string line in lines)
        {
            string[] parts = line.Split(':', 3);
            if (parts.Length < 3)
            {
                continue;
            }

            if ((parts[0] == "0" || parts[1] == "name=systemd") && parts[2].Length > 1)
            {
                return parts[2];
            }

            best = parts[2].Length > best.Length ? parts[2] : best;
        }

        return best;
    }

    private string Owner(IEnumerable<string> status)
    {
        foreach (string line in status)
        {
            // "Uid:\treal\teffective\tsaved\tfilesystem"
            if (line.StartsWith("Uid:", StringComparison.Ordinal))
            {
                string[] parts = line.Split('\t', StringSplitOptions.RemoveEmptyEntries);
                return parts.Length > 1 && uint.TryParse(parts[1], CultureInfo.InvariantCulture, out uint uid) ? Account(uid) : string.Empty;
            }
        }

        return string.Empty;
    }

    private string Account(uint uid)
    {
        _accounts ??= ReadAccounts();
        return _accounts.TryGetValue(uid, out string? name) ? name : uid.ToString(CultureInfo.InvariantCulture);
    }

    private Dictionary<uint, string> ReadAccounts()
    {
        Dictionary<uint, string> accounts = [];
        if (!File.Exists(passwdFile))
        {
            return accounts;
        }

        foreach (string line in File.ReadLines(passwdFile))
        {
            string[] parts = line.Split(':');
            if (parts.Length > 2 && uint.TryParse(parts[2], CultureInfo.InvariantCulture, out uint uid))
            {
                accounts.TryAdd(uid, parts[0]);
            }
        }

        return accounts;
    }
}
