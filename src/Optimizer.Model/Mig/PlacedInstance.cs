namespace Optimizer.Model.Mig;

/// <summary>An instance of a profile at a place: the unit layouts are made of.</summary>
/// <param name="Profile">Profile name without the leading "MIG ".</param>
/// <param name="Placement">The memory slices it takes.</param>
public sealed record PlacedInstance(string Profile, Placement Placement) : IComparable<PlacedInstance>
{
    /// <summary>Orders by placement, then by profile name.</summary>
    public int CompareTo(PlacedInstance? other)
    {
        if (other is null)
        {
            return 1;
        }

        int byPlacement = Placement.CompareTo(other.Placement);
        return byPlacement != 0 ? byPlacement : string.CompareOrdinal(Profile, other.Profile);
    }

    /// <summary>Canonical text, for example <c>3g.40gb@4</c>.</summary>
    public override string ToString() => $"{Profile}@{Placement.Start}";
}
