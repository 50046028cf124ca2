using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning;

/// <summary>A sound problem with what follows from it: prices, gates and the present state's worth.</summary>
internal sealed class PlanningCase
{
    internal PlanningCase(PlanningProblem problem)
    {
        Problem = problem;
        Policy = PlanningPolicies.Find(problem.Terms.Policy)!;
        Costs = new CostModel(problem);
        Gates = Policies.Gates.Of(problem);
        Present = TargetWriter.Present(problem);
        StayAccount = AssignmentAccount.Of(problem, Costs, Present);
        (Broken, Shortfalls) = Floors(StayAccount);
    }

    internal PlanningProblem Problem { get; }

    internal PlanningPolicy Policy { get; }

    internal CostModel Costs { get; }

    internal GateState Gates { get; }

    /// <summary>The present state as targets.</summary>
    internal ValueArray<GpuTarget> Present { get; }

    internal AssignmentAccount StayAccount { get; }

    /// <summary>The first floor of a guaranteed workload the present state misses, in a few words; null: it misses none.</summary>
    internal string? Broken { get; }

    /// <summary>All of them.</summary>
    internal PlanNote[] Shortfalls { get; }

    /// <summary>Guaranteed floors a state misses.</summary>
    internal (string? First, PlanNote[] All) Floors(AssignmentAccount account)
    {
        List<PlanNote> notes = [];
        foreach (WorkloadNeed need in Problem.Workloads.Where(need => need.Qos == QosClass.Guaranteed))
        {
            int replicas = account.Replicas[need.Name];
            double rate = Rate(account, need);
            if (replicas < need.Replicas.Min)
            {
                notes.Add(new PlanNote(need.Name, $"{replicas} of {need.Replicas.Min} guaranteed replicas"));
            }
            else if (rate < need.FloorRate * (1 - 1e-9))
            {
                notes.Add(new PlanNote(need.Name, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a capacity of {rate:0.###} of {need.FloorRate:0.###} guaranteed")));
            }
        }

        return (notes.Count == 0 ? null : $"{notes[0].Subject} has {notes[0].Sentence}", [.. notes.Select(note => note with { Sentence = $"It has {note.Sentence}." })]);
    }

    internal static double Rate(AssignmentAccount account, WorkloadNeed need) => account.Seats[need.Name].Sum(seat => seat.Option.CarefulRate * seat.Count);

    /// <summary>Share of the planned demand, by the weight of its penalty, that a state does not serve.</summary>
    internal double UnmetRatio(Account account)
    {
        Money all = Money.Zero;
        foreach (WorkloadNeed need in Problem.Workloads)
        {
            all += Costs.Serving(need, []).SloPenalty;
        }

        return all <= Money.Zero ? 0 : Math.Clamp(account.SloPenalty.Amount / all.Amount, 0, 1);
    }
}
