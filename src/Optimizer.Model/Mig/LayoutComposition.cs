using Optimizer.Model.Collections;

namespace Optimizer.Model.Mig;

/// <summary>What a layout consists of when placements are left aside: how many instances of which profile.</summary>
/// <param name="Counts">Profiles with at least one instance, in the geometry's order of profiles (widest first).</param>
/// <param name="PlacedVariants">How many layouts of the search have this composition; from 1.</param>
public sealed record LayoutComposition(ValueArray<ProfileCount> Counts, int PlacedVariants)
{
    /// <summary>For example <c>1 x 3g.40gb, 4 x 1g.10gb</c>.</summary>
    public override string ToString() => Counts.IsEmpty ? LayoutNotation.Empty : string.Join(", ", Counts);
}
