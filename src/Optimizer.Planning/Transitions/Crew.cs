using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>One workload during a transition: what it had, what it gets, and what it may not fall below.</summary>
internal sealed class Crew(int index, WorkloadNeed need)
{
    private readonly double _bestRate = need.Options.Select(option => option.CarefulRate).DefaultIfEmpty().Max();

    /// <summary>Position in the order of names.</summary>
    internal int Index { get; } = index;

    internal WorkloadNeed Need { get; } = need;

    /// <summary>What counts before the plan; replicas on unusable GPUs are lost already and do not.</summary>
    internal Supply Now { get; set; }

    internal Supply Planned { get; set; }

    /// <summary>What it has before and after: to fall below it in between is an interruption.</summary>
    internal Supply Needed => Supply.Least(Now, Planned);

    /// <summary>What it is promised, as far as it has it before and after (a target below it is no fault of the order); nothing for workloads that are not guaranteed.</summary>
    internal Supply Floor => Need.Qos == QosClass.Guaranteed
        ? Supply.Least(Needed, new Supply(Need.FloorRate, Need.Replicas.Min))
        : default;

    internal List<Departure> Departures { get; } = [];

    internal List<Arrival> Arrivals { get; } = [];

    /// <summary>What it costs to go on with less.</summary>
    /// <param name="before">What runs.</param>
    /// <param name="leaving">What is stopped of it.</param>
    internal InterruptionCost CostOfLosing(Supply before, Supply leaving)
    {
        Supply after = before - leaving;
        if (after.Covers(Needed))
        {
            return default;
        }

        double missing = Math.Min(leaving.Rate, Math.Max(0, Needed.Rate - after.Rate));
        double share = _bestRate > 0 && missing > 0 ? missing / _bestRate : 1;
        return new InterruptionCost(
            after.Covers(Floor) ? 0 : 1,
            1,
            Need.Qos == QosClass.Guaranteed ? 1 : 0,
            Need.Qos == QosClass.Burstable ? 1 : 0,
            (long)Math.Round(Math.Min(share * Need.Restart.TotalSeconds, 1e9) * 1e6),
            0);
    }
}
