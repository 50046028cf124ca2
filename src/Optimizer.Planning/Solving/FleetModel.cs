using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>A problem in the search's terms: classes of seats, groups of GPUs, workloads with their options. Built once per search.</summary>
internal sealed record FleetModel
{
    internal required PlanningProblem Problem { get; init; }

    internal required ICostModel Costs { get; init; }

    internal required SearchFreedom Freedom { get; init; }

    internal required SeatClass[] Classes { get; init; }

    internal required GpuGroup[] Groups { get; init; }

    internal required SeatedWorkload[] Workloads { get; init; }

    /// <summary>Positions of workloads by name.</summary>
    internal required Dictionary<string, int> Names { get; init; }

    /// <summary>What creating or destroying one instance costs, by class.</summary>
    internal required long[] ChangeCost { get; init; }

    /// <summary>What one seat of a class costs in energy and carbon at full load, above idle; negative where energy is paid for being drawn.</summary>
    internal required double[] LoadCost { get; init; }

    /// <summary>Position of a workload; -1: there is none of that name.</summary>
    internal int IndexOf(string workload) => Names.TryGetValue(workload, out int index) ? index : -1;

    /// <summary>An account as the search counts it: less is better.</summary>
    internal long CostOf(Account account) => -Costs.Objective(account).Micros;

    /// <summary>Seats of one workload priced together.</summary>
    internal long ServingCost(SeatedWorkload workload, ReadOnlySpan<int> classes, ReadOnlySpan<int> counts)
    {
        SeatCount[] seats = new SeatCount[classes.Length];
        int used = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            if (workload.Options.TryGetValue(classes[i], out SeatOption? option) && counts[i] > 0)
            {
                seats[used++] = new SeatCount(option, Classes[classes[i]].Sample, counts[i] / workload.SeatsPerReplica);
            }
        }

        return CostOf(Costs.Serving(workload.Need, seats.AsSpan(0, used)));
    }
}
