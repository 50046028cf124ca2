using Optimizer.Model.Mig;

namespace Optimizer.Planning.Packing;

/// <summary>One way to cut a GPU, placements left aside: how many instances of each wanted profile it gives.</summary>
/// <param name="layout">A maximal layout of this kind; the first that the search meets.</param>
/// <param name="counts">Instances by wanted profile, in the order the profiles were asked for.</param>
internal sealed class LayoutType(Layout layout, int[] counts)
{
    public Layout Layout { get; } = layout;

    public IReadOnlyList<int> Counts { get; } = counts;

    /// <summary>The ways to cut a GPU that are worth choosing: none gives at most what another gives.</summary>
    /// <param name="geometry">The GPU.</param>
    /// <param name="profiles">Names of the wanted profiles, each one of the geometry's.</param>
    /// <returns>In order of first appearance in <see cref="LayoutSearch.Maximal"/>, the coarse ones first.</returns>
    /// <remarks>
    /// Every legal layout of wanted profiles lies in a maximal one, and any part of a legal layout is legal; so counting only the wanted profiles of the
    /// maximal layouts loses nothing. Searching a geometry reduced to the wanted profiles would not do: its slices would be counted anew.
    /// </remarks>
    public static LayoutType[] Of(MigGeometry geometry, IReadOnlyList<string> profiles)
    {
        List<LayoutType> types = [];
        HashSet<string> met = new(StringComparer.Ordinal);
        foreach (Layout layout in LayoutSearch.Maximal(geometry))
        {
            int[] counts = new int[profiles.Count];
            foreach (PlacedInstance instance in layout.Instances)
            {
                for (int p = 0; p < counts.Length; p++)
                {
                    counts[p] += string.Equals(instance.Profile, profiles[p], StringComparison.Ordinal) ? 1 : 0;
                }
            }

            if (met.Add(string.Join(',', counts)))
            {
                types.Add(new LayoutType(layout, counts));
            }
        }

        return [.. types.Where(type => !types.Exists(other => other != type && type.GivesAtMost(other)))];
    }

    private bool GivesAtMost(LayoutType other)
    {
        for (int p = 0; p < Counts.Count; p++)
        {
            if (Counts[p] > other.Counts[p])
            {
                return false;
            }
        }

        return true;
    }
}
