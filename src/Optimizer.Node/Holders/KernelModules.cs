using System.Globalization;

namespace Optimizer.Node.Holders;

/// <summary>Kernel modules that use the driver. Source: <c>/proc/modules</c>: name, size, references, users.</summary>
internal static class KernelModules
{
    // A kernel has a few hundred modules; a longer file is not this one.
    private const int MostLines = 4096;

    private static readonly string[] Watched = ["nvidia_drm", "nvidia_modeset", "nvidia_peermem", "nv_peer_mem"];

    /// <summary>Those with references beside the modules that link to them, with how many.</summary>
    /// <param name="lines">Lines of the file; what is not understood is left out.</param>
    public static IEnumerable<(string Module, int References)> InUse(IEnumerable<string> lines)
    {
        foreach (string line in lines.Take(MostLines))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 3
                && Watched.Contains(words[0])
                && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out int references)
                && references - Users(words) is > 0 and int others)
            {
                yield return (words[0], others);
            }
        }
    }

    // A module that another one merely links to (nvidia_modeset under nvidia_drm) is referenced for as long as that is loaded, used or not.
    private static int Users(string[] words) => words.Length > 3 && words[3] != "-" ? words[3].Split(',', StringSplitOptions.RemoveEmptyEntries).Length : 0;
}
