using Optimizer.Model.Collections;

namespace Optimizer.Model.Mig;

/// <summary>Exhaustive search over the layouts of one GPU.</summary>
/// <remarks>
/// The space is small (2319 layouts on a 7-slice board with all profiles), so nothing is approximated. Orders are stable: by start,
/// widest profile first, so that the same geometry always gives the same list and the coarse layouts come first, the empty one last.
/// </remarks>
public static class LayoutSearch
{
    /// <summary>Every legal layout, the empty one included.</summary>
    public static ValueArray<Layout> Legal(MigGeometry geometry)
    {
        List<Layout> layouts = [];
        LayoutWalk.Each(geometry, new Occupancy(geometry), (candidates, _) =>
        {
            layouts.Add(Layout.FromWalk(geometry, candidates));
            return true;
        });
        return layouts.ToValueArray();
    }

    /// <summary>The legal layouts to which no further instance of any profile can be added.</summary>
    public static ValueArray<Layout> Maximal(MigGeometry geometry)
    {
        List<Layout> layouts = [];
        LayoutWalk.Each(geometry, new Occupancy(geometry), (candidates, occupancy) =>
        {
            if (!LayoutWalk.CanGrow(geometry, occupancy))
            {
                layouts.Add(Layout.FromWalk(geometry, candidates));
            }

            return true;
        });
        return layouts.ToValueArray();
    }

    /// <summary>The maximal layouts grouped by what they consist of, in order of first appearance in <see cref="Maximal"/>.</summary>
    public static ValueArray<LayoutComposition> MaximalByType(MigGeometry geometry) =>
        Maximal(geometry)
            .GroupBy(layout => Composition(layout))
            .Select(group => new LayoutComposition(group.Key, group.Count()))
            .ToValueArray();

    /// <summary>How many instances of which profile a layout holds, in the geometry's order of profiles.</summary>
    public static ValueArray<ProfileCount> Composition(Layout layout)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (PlacedInstance instance in layout.Instances)
        {
            counts[instance.Profile] = counts.GetValueOrDefault(instance.Profile) + 1;
        }

        return layout.Geometry.Profiles
            .Where(profile => counts.ContainsKey(profile.Name))
            .Select(profile => new ProfileCount(profile.Name, counts[profile.Name]))
            .ToValueArray();
    }

    /// <summary>Every instance that could be added to a layout as it is, each taken alone: by start, widest profile first.</summary>
    public static ValueArray<PlacedInstance> Placeable(Layout layout)
    {
        Occupancy occupancy = OccupancyOf(layout);
        return layout.Geometry.CandidatesByStart.SelectMany(candidates => candidates)
            .Where(occupancy.Fits)
            .Select(candidate => candidate.Instance)
            .ToValueArray();
    }

    /// <summary>1 less the largest instance that could be added over the free memory slices; 0 when nothing is free. Range 0 to below 1.</summary>
    /// <remarks>As <see cref="SliceAccounting"/> counts it: free is what further instances could cover together at best.</remarks>
    public static double FragmentationRatio(Layout layout) => new SliceAccounting(layout.Geometry)
        .Account([.. layout.Instances.Select(instance => new PresentInstance(instance.Placement, 0, Busy: false, instance.Profile))])
        .FragmentationRatio;

    /// <summary>True when no further instance of any profile can be added.</summary>
    public static bool IsMaximal(Layout layout) => !LayoutWalk.CanGrow(layout.Geometry, OccupancyOf(layout));

    private static Occupancy OccupancyOf(Layout layout)
    {
        Occupancy occupancy = new(layout.Geometry);
        foreach (PlacedInstance instance in layout.Instances)
        {
            occupancy.AddPresent(Candidate.MaskOf(instance.Placement), layout.Geometry.IndexOf(instance.Profile));
        }

        return occupancy;
    }
}
