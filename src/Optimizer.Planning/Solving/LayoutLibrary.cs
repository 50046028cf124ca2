using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Planning.Solving;

/// <summary>Layouts by geometry, remembered over one search. Not thread safe.</summary>
internal sealed class LayoutLibrary
{
    private readonly Dictionary<MigGeometry, ValueArray<Layout>> _legal = [];
    private readonly Dictionary<(MigGeometry, string), Layout[]> _largest = [];

    /// <summary>Layouts of the given profiles that hold every kept instance and to which none of the profiles can be added.</summary>
    /// <param name="geometry">The GPU.</param>
    /// <param name="profiles">Profiles that may occur, in any order; unknown ones are ignored.</param>
    /// <param name="kept">Instances that must be in it.</param>
    internal Layout[] Largest(MigGeometry geometry, string[] profiles, PlacedInstance[] kept)
    {
        Layout[] all = LargestOf(geometry, [.. profiles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        return kept.Length == 0 ? all : [.. all.Where(layout => kept.All(instance => layout.Instances.Contains(instance)))];
    }

    private Layout[] LargestOf(MigGeometry geometry, string[] profiles)
    {
        (MigGeometry, string) key = (geometry, string.Join(' ', profiles));
        if (_largest.TryGetValue(key, out Layout[]? known))
        {
            return known;
        }

        if (!_legal.TryGetValue(geometry, out ValueArray<Layout> legal))
        {
            legal = LayoutSearch.Legal(geometry);
            _legal.Add(geometry, legal);
        }

        Layout[] within = [.. legal.Where(layout => layout.Instances.All(instance => Array.BinarySearch(profiles, instance.Profile, StringComparer.Ordinal) >= 0))];

        // What is another one less an instance is not a largest one.
        HashSet<string> contained = new(StringComparer.Ordinal);
        foreach (Layout layout in within)
        {
            PlacedInstance[] instances = [.. layout.Instances];
            for (int left = 0; left < instances.Length; left++)
            {
                PlacedInstance[] rest = [.. instances[..left], .. instances[(left + 1)..]];
                contained.Add(LayoutNotation.Format(rest));
            }
        }

        known = [.. within.Where(layout => !contained.Contains(layout.ToString()))];
        _largest.Add(key, known);
        return known;
    }
}
