using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Mig;

/// <summary>What becomes of one GPU's slices under the present instances.</summary>
public sealed record SliceAccount
{
    /// <summary>Slices by state; the states of each resource sum to the geometry's capacity.</summary>
    public required SliceUse Slices { get; init; }

    /// <summary>1 less the largest placeable instance over the free slices, in memory slices; 0 when nothing is free. Range 0 to below 1.</summary>
    public required double FragmentationRatio { get; init; }

    /// <summary>How many more instances of each profile fit now, each counted alone; every profile of the geometry, ordered by name (ordinal).</summary>
    public required ValueArray<PlaceableInstances> Placeable { get; init; }

    /// <summary>How many more instances of one profile fit now.</summary>
    /// <returns>Null when the geometry has no such profile.</returns>
    public int? PlaceableOf(string profile)
    {
        foreach (PlaceableInstances placeable in Placeable)
        {
            if (placeable.Profile == profile)
            {
                return placeable.Count;
            }
        }

        return null;
    }
}
