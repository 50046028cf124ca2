using System.Globalization;

namespace Optimizer.Node.Holders;

/// <summary>Which processes have device files of the driver open. Source: <c>/proc/PID/fd</c>.</summary>
internal sealed class OpenDeviceFiles(string procRoot)
{
    // The kernel's default limit of pids on a large node; a longer scan would hold up a step for seconds.
    private const int MostProcesses = 65_536;

    // A process with more open files is looked at as far as that: what holds a GPU opens it early.
    private const int MostFiles = 16_384;

    /// <summary>Pids with the first file of the set each has open, by pid.</summary>
    /// <param name="files">Absolute paths, as links in /proc show them.</param>
    /// <param name="blind">Why some processes could not be looked at; null when all could.</param>
    public SortedDictionary<uint, string> Find(IReadOnlySet<string> files, out string? blind)
    {
        SortedDictionary<uint, string> found = [];
        int hidden = 0;
        blind = null;
        try
        {
            foreach (string folder in Directory.EnumerateDirectories(procRoot).Take(MostProcesses))
            {
                if (!uint.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out uint pid))
                {
                    continue;
                }

                try
                {
                    if (FirstOf(Path.Combine(folder, "fd"), files) is string file)
                    {
                        found[pid] = file;
                    }
                }
                catch (DirectoryNotFoundException)
                {
                    // It ended meanwhile.
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    hidden++;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            blind = $"Open files could not be looked at ({exception.Message}).";
            return found;
        }

        blind = hidden > 0 ? $"The open files of {hidden} processes could not be looked at; run as root to see them." : null;
        return found;
    }

    private static string? FirstOf(string folder, IReadOnlySet<string> files)
    {
        foreach (string link in Directory.EnumerateFileSystemEntries(folder).Take(MostFiles))
        {
            // A link that is gone by now, or leads nowhere, is nobody's device.
            if (TargetOf(link) is string target && files.Contains(target))
            {
                return target;
            }
        }

        return null;
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
