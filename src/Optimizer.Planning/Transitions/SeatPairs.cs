using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>Tells the seats a workload keeps from those it gives up and takes, and puts the seats of one replica together.</summary>
internal static class SeatPairs
{
    /// <summary>Splits seats into replicas.</summary>
    /// <param name="gpus">GPUs by position.</param>
    /// <param name="need">Whose seats.</param>
    /// <param name="present">In ascending order.</param>
    /// <param name="target">In ascending order.</param>
    internal static (List<Seat[]> Kept, List<Seat[]> Left, List<Seat[]> Taken) Split(
        GpuState[] gpus, WorkloadNeed need, List<Seat> present, List<Seat> target)
    {
        HashSet<Seat> inTarget = [.. target];
        List<Seat> common = [.. present.Where(inTarget.Contains)];
        HashSet<Seat> keeps = [.. common];
        if (need.GpusPerReplica <= 1)
        {
            return (Single(common), Single(present.Where(seat => !keeps.Contains(seat))), Single(target.Where(seat => !keeps.Contains(seat))));
        }

        // The state does not say which GPUs make one replica, so as many as possible are taken to stay; a replica that loses one GPU starts anew on all.
        List<Seat[]> kept = [.. Chunks(gpus, need, common).Where(replica => replica.Length == need.GpusPerReplica)];
        keeps = [.. kept.SelectMany(replica => replica)];
        return (
            kept,
            Chunks(gpus, need, present.Where(seat => !keeps.Contains(seat))),
            Chunks(gpus, need, target.Where(seat => !keeps.Contains(seat))));
    }

    private static List<Seat[]> Single(IEnumerable<Seat> seats) => [.. seats.Select(seat => new[] { seat })];

    private static List<Seat[]> Chunks(GpuState[] gpus, WorkloadNeed need, IEnumerable<Seat> seats) =>
    [
        .. seats
            .GroupBy(seat => (gpus[seat.Gpu].Node, gpus[seat.Gpu].NvLinkIsland))
            .SelectMany(island => island.Chunk(need.GpusPerReplica)),
    ];
}
