using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>A workload as the search sees it.</summary>
internal sealed class SeatedWorkload
{
    internal required int Index { get; init; }

    internal required WorkloadNeed Need { get; init; }

    /// <summary>The option that holds in each class it may sit in, by class; ascending.</summary>
    internal required SortedDictionary<int, SeatOption> Options { get; init; }

    /// <summary>Seats it has now on GPUs that answer, by class.</summary>
    internal required Dictionary<int, int> Present { get; init; }

    /// <summary>Those of them that must stay.</summary>
    internal required Dictionary<int, int> Fixed { get; init; }

    /// <summary>What starting on one seat costs, by its class. Unit: that of the objective, sign turned.</summary>
    internal required Dictionary<int, long> StartCosts { get; init; }

    /// <summary>Seats of one replica: 1, or the GPUs of a whole-GPU job.</summary>
    internal int SeatsPerReplica => Math.Max(1, Need.GpusPerReplica);

    internal int PresentIn(int seatClass) => Present.GetValueOrDefault(seatClass);

    internal int FixedIn(int seatClass) => Fixed.GetValueOrDefault(seatClass);

    internal long StartCost(int seatClass) => StartCosts.GetValueOrDefault(seatClass);

    /// <summary>Demand one seat of a class is counted on to serve.</summary>
    internal double RateIn(int seatClass) => Options.TryGetValue(seatClass, out SeatOption? option) ? option.CarefulRate / SeatsPerReplica : 0;
}
