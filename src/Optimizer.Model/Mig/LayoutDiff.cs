using Optimizer.Model.Collections;

namespace Optimizer.Model.Mig;

/// <summary>What differs between the instances one GPU has and those it is to have.</summary>
/// <remarks>An instance stays only with the same profile at the same placement: nothing can be moved or resized, it is destroyed and made anew.</remarks>
public sealed record LayoutDiff
{
    /// <summary>Instances in both, in ascending order of start.</summary>
    public required ValueArray<PlacedInstance> Kept { get; init; }

    /// <summary>Instances that must go, in ascending order of start.</summary>
    public required ValueArray<PlacedInstance> Destroyed { get; init; }

    /// <summary>Instances that must be made, in ascending order of start.</summary>
    public required ValueArray<PlacedInstance> Created { get; init; }

    /// <summary>Instance changes between the two, each counted: 0 only where they are equal, the same in both directions, and never more by way of a third.</summary>
    public int Distance => Destroyed.Count + Created.Count;

    /// <summary>Compares two layouts of one geometry.</summary>
    /// <exception cref="ArgumentException">They are of different geometries: names of profiles repeat across boards and mean other things there.</exception>
    public static LayoutDiff Between(Layout from, Layout to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return from.Geometry.Equals(to.Geometry)
            ? Between(from.Instances, to.Instances)
            : throw new ArgumentException($"The layouts are of different geometries: {from.Geometry} and {to.Geometry}.", nameof(to));
    }

    /// <summary>Compares instances of one GPU as they are reported, legal together or not.</summary>
    /// <param name="from">What there is, in any order; an instance listed twice counts once.</param>
    /// <param name="to">What there is to be, likewise.</param>
    public static LayoutDiff Between(IEnumerable<PlacedInstance> from, IEnumerable<PlacedInstance> to)
    {
        HashSet<PlacedInstance> before = [.. from], after = [.. to];
        return new LayoutDiff
        {
            Kept = before.Where(after.Contains).Order().ToValueArray(),
            Destroyed = before.Where(instance => !after.Contains(instance)).Order().ToValueArray(),
            Created = after.Where(instance => !before.Contains(instance)).Order().ToValueArray(),
        };
    }
}
