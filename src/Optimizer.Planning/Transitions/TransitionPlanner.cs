using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>Orders the way from the present state to a target so that as little as possible is interrupted; see <c>decisions/transition-order.md</c>.</summary>
public static class TransitionPlanner
{
    /// <summary>Plans the way.</summary>
    /// <param name="problem">A problem that passed <see cref="ProblemCheck"/>; the order of its GPUs and workloads changes nothing.</param>
    /// <param name="targets">A target for every GPU that is not unusable, in any order; what is said of unusable ones does not count.</param>
    /// <returns>The steps, each legal when those before it were taken, and what could not be avoided.</returns>
    /// <exception cref="ArgumentException">The targets break a rule: an illegal layout, a changed pin, something new on a GPU that drains, a replica moved that may not be.</exception>
    public static Transition Plan(PlanningProblem problem, ValueArray<GpuTarget> targets)
    {
        FleetChange change = FleetChange.Between(problem, targets);
        StepRungs.Guess(change);
        StepOrder order = StepOrder.Of(change, Circle.All(change));
        if (order.Interrupted.Count > 0 || order.Parked.Count > 0)
        {
            // Circles anew: the first pass may have met limits that only show on the way.
            List<Circle> circles = Circle.All(change);
            Search(circles, order);
            order = StepOrder.Of(change, circles);
        }

        StepRungs.Pair(change, order.Order);
        ValueArray<PlanStep> steps = order.Order.Select(step => StepOf(change, step)).ToValueArray();
        return new Transition(steps, TransitionNotes.Of(change, order, steps));
    }

    private static void Search(List<Circle> circles, StepOrder first)
    {
        HashSet<Departure> broken = [.. first.Interrupted];
        HashSet<Crew> parked = [.. first.Parked.Select(parking => parking.Crew)];
        int work = 0;
        foreach (Circle circle in circles)
        {
            if (circle.Departures.Exists(departure => broken.Contains(departure) || parked.Contains(departure.Crew))
                && work + CircleSearch.WorkOf(circle) <= CircleSearch.MaxWork)
            {
                work += CircleSearch.WorkOf(circle);
                circle.Script = CircleSearch.Best(circle);
            }
        }
    }

    private static PlanStep StepOf(FleetChange change, StepNode step)
    {
        GpuState gpu = change.Gpus[step.Gpu];
        DisruptionRung rung = StepRungs.Of(step, gpu);
        return step.Kind switch
        {
            StepKind.Stop => new PlanStep.StopReplica(step.Departure!.Crew.Need.Name, step.Instance, step.Departure.Moved)
            {
                Gpu = gpu.Uuid, Rung = rung, ExpectedSeconds = StepSeconds.Stop(step.Departure.Crew.Need),
            },
            StepKind.Destroy => new PlanStep.DestroyInstance(step.Instance!) { Gpu = gpu.Uuid, Rung = rung, ExpectedSeconds = StepSeconds.InstanceChange },
            StepKind.SetMode => new PlanStep.SetMigMode(step.Argument == 1)
            {
                Gpu = gpu.Uuid, Rung = rung, ExpectedSeconds = gpu.MigToggle ? StepSeconds.MigMode : StepSeconds.Reset,
            },
            StepKind.Create => new PlanStep.CreateInstance(step.Instance!) { Gpu = gpu.Uuid, Rung = rung, ExpectedSeconds = StepSeconds.InstanceChange },
            StepKind.Start => new PlanStep.StartReplica(step.Arrival!.Crew.Need.Name, step.Instance, step.Argument, step.Arrival.Moved)
            {
                Gpu = gpu.Uuid, Rung = rung, ExpectedSeconds = StepSeconds.Start(step.Arrival.Crew.Need),
            },
            _ => throw new InvalidOperationException($"{step.Kind} is no kind of step."),
        };
    }
}
