namespace Optimizer.Planning.Packing;

/// <summary>
/// The fewest GPUs whose instances cover a demand: so many instances of each profile, and for each service any instances that together reach its need. GPUs are
/// alike, so only how many are cut in which way is asked.
/// </summary>
internal sealed class CoverProblem
{
    /// <summary>The ways to cut a GPU; each wanted profile is in at least one.</summary>
    public required IReadOnlyList<LayoutType> Types { get; init; }

    /// <summary>Instances asked for by profile.</summary>
    public required IReadOnlyList<int> Fixed { get; init; }

    /// <summary>Services whose instances are free to choose, in a stable order; may be empty.</summary>
    public IReadOnlyList<ServiceDemand> Services { get; init; } = [];

    /// <summary>The instances needed by profile when each service has chosen.</summary>
    /// <param name="seats">Instances by service and profile.</param>
    public int[] Demand(IReadOnlyList<int[]> seats)
    {
        int[] demand = [.. Fixed];
        foreach (int[] chosen in seats)
        {
            for (int p = 0; p < demand.Length; p++)
            {
                demand[p] += chosen[p];
            }
        }

        return demand;
    }
}
