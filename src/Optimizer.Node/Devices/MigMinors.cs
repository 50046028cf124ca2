using System.Collections.Frozen;
using System.Globalization;

namespace Optimizer.Node.Devices;

/// <summary>Which device minor guards which instance. Source: <c>/proc/driver/nvidia-caps/mig-minors</c>, for every instance that could exist.</summary>
/// <remarks>Read, never computed: the numbering is the driver's and has changed before. Immutable.</remarks>
public sealed class MigMinors
{
    // 32 GPUs x 15 instances x 9 lines are 4322; twice that room, and a file beyond it is not this one.
    private const int MostLines = 10_000;
    private const int LongestLine = 64;

    private readonly FrozenDictionary<string, int> _minors;

    private MigMinors(FrozenDictionary<string, int> minors, int strayLines)
    {
        _minors = minors;
        StrayLines = strayLines;
    }

    /// <summary>Nothing is known: no driver, or one without MIG.</summary>
    public static MigMinors None { get; } = new(FrozenDictionary<string, int>.Empty, 0);

    /// <summary>Entries understood.</summary>
    public int Count => _minors.Count;

    /// <summary>Lines that were not understood, or said a second time what another says differently.</summary>
    public int StrayLines { get; }

    /// <summary>Minor that guards a GPU instance; null when the table does not say.</summary>
    public int? Of(uint gpuMinor, uint gpuInstanceId) => Find($"gpu{gpuMinor}/gi{gpuInstanceId}/access");

    /// <summary>Minor that guards a compute instance; null when the table does not say.</summary>
    public int? Of(uint gpuMinor, uint gpuInstanceId, uint computeInstanceId) => Find($"gpu{gpuMinor}/gi{gpuInstanceId}/ci{computeInstanceId}/access");

    /// <summary>Reads the table.</summary>
    /// <param name="procRoot">Where procfs is mounted.</param>
    /// <returns><see cref="None"/> where there is none.</returns>
    public static MigMinors Read(string procRoot = "/proc")
    {
        try
        {
            return Parse(File.ReadLines(Path.Combine(procRoot, "driver/nvidia-caps/mig-minors")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    /// <summary>Reads lines such as <c>gpu0/gi1/ci0/access 13</c>.</summary>
    public static MigMinors Parse(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Dictionary<string, int> minors = new(StringComparer.Ordinal);
        HashSet<string> disputed = new(StringComparer.Ordinal);
        int stray = 0;
        foreach (string line in lines.Take(MostLines))
        {
            string[] words = line.Length > LongestLine ? [] : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 && line.Length <= LongestLine)
            {
                continue;
            }

            if (words.Length != 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor))
            {
                stray++;
            }
            else if (!minors.TryAdd(words[0], minor) && minors[words[0]] != minor)
            {
                // Two numbers for one instance: either could open somebody else's.
                disputed.Add(words[0]);
                stray++;
            }
        }

        return new MigMinors(minors.Where(entry => !disputed.Contains(entry.Key)).ToFrozenDictionary(StringComparer.Ordinal), stray);
    }

    private int? Find(string name) => _minors.TryGetValue(name, out int minor) ? minor : null;
}
