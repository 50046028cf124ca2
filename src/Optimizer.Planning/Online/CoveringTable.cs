using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online;

/// <summary>The fewest GPUs that hold a multiset of profiles, exact, when each instance may be anywhere.</summary>
/// <remarks>
/// The widest profile left must be on some GPU: every maximal composition with it is tried, and what remains is looked up. Sets met at one arrival
/// come again at the next, so the table answers nearly all. Mutable, not thread safe.
/// </remarks>
internal sealed class CoveringTable
{
    /// <summary>Most different profiles in the requests: sixteen bits of the key for each.</summary>
    internal const int MostProfiles = 8;

    // About 100 MB; when full it starts anew. Without the bound a fleet of thousands of small instances would fill the memory.
    private const int MostEntries = 1_000_000;

    private readonly int[][] _compositions;
    private readonly Dictionary<UInt128, int> _fewest = [];

    /// <summary>A table for the profiles that requests name.</summary>
    /// <param name="geometry">How each GPU can be cut.</param>
    /// <param name="profiles">Numbers of the profiles, widest first, as the counts are ordered.</param>
    internal CoveringTable(MigGeometry geometry, int[] profiles)
    {
        if (profiles.Length > MostProfiles)
        {
            throw new ArgumentException($"Requests of {profiles.Length} profiles; the exact bound takes at most {MostProfiles}.", nameof(profiles));
        }

        int[] position = new int[geometry.Profiles.Count];
        Array.Fill(position, -1);
        for (int at = 0; at < profiles.Length; at++)
        {
            position[profiles[at]] = at;
        }

        Dictionary<string, int> byName = Enumerable.Range(0, position.Length).ToDictionary(at => geometry.Profiles[at].Name, at => position[at], StringComparer.Ordinal);
        _compositions = Maximal(LayoutSearch.Legal(geometry).Select(layout => Counts(layout, byName, profiles.Length)).OfType<int[]>());
    }

    /// <summary>True when the counts fit on so many GPUs.</summary>
    internal bool Fits(int[] counts, int gpus) => Fewest(counts) <= gpus;

    /// <summary>The fewest GPUs for these counts.</summary>
    internal int Fewest(int[] counts)
    {
        UInt128 key = 0;
        int widest = -1;
        for (int at = counts.Length - 1; at >= 0; at--)
        {
            key = (key << 16) | checked((ushort)counts[at]);
            widest = counts[at] > 0 ? at : widest;
        }

        if (widest < 0)
        {
            return 0;
        }

        int[][] with = [.. _compositions.Where(composition => composition[widest] > 0)];
        if (with.Length == 1 && with[0].Sum() == 1)
        {
            // A profile that shares its GPU with nobody, such as the whole GPU.
            int[] rest = [.. counts];
            rest[widest] = 0;
            return counts[widest] + Fewest(rest);
        }

        if (_fewest.TryGetValue(key, out int known))
        {
            return known;
        }

        int best = int.MaxValue;
        foreach (int[] composition in with)
        {
            best = Math.Min(best, 1 + Fewest([.. counts.Zip(composition, static (count, held) => Math.Max(0, count - held))]));
        }

        if (_fewest.Count >= MostEntries)
        {
            _fewest.Clear();
        }

        return _fewest[key] = best;
    }

    private static int[]? Counts(Layout layout, Dictionary<string, int> byName, int length)
    {
        int[] counts = new int[length];
        foreach (PlacedInstance instance in layout.Instances)
        {
            int at = byName[instance.Profile];
            if (at < 0)
            {
                return null;
            }

            counts[at]++;
        }

        return counts;
    }

    private static int[][] Maximal(IEnumerable<int[]> all)
    {
        int[][] distinct = [.. all.DistinctBy(static counts => string.Join(',', counts), StringComparer.Ordinal)];
        return [.. distinct.Where(one => !distinct.Any(other => other != one && one.Zip(other).All(static pair => pair.First <= pair.Second)))];
    }
}
