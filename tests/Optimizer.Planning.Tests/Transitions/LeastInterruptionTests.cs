using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Transitions;

namespace Optimizer.Planning.Tests.Transitions;

/// <summary>Against every order there is: on small changes no order breaks fewer floors, or as few with fewer interruptions.</summary>
public sealed class LeastInterruptionTests
{
    private const int MaxSteps = 11;

    [Fact]
    public void Plan_OfSmallChanges_InterruptsNoMoreThanTheBestOfAllOrders()
    {
        // Among these are 18416, 19336 and others where taking the cheapest at each turn interrupts one more.
        int unavoidable = 0;
        for (int seed = 18_400; seed < 19_600; seed++)
        {
            (PlanningProblem problem, ValueArray<GpuTarget> targets) = AnyChange.Draw(seed, maxGpus: 5, maxWorkloads: 3 + (seed % 3), plain: true);
            problem = problem with { Workloads = problem.Workloads.Select(need => need with { ApartFrom = [] }).ToValueArray() };
            Transition transition = TransitionPlanner.Plan(problem, targets);
            if (transition.Steps.Count > MaxSteps || transition.Notes.Any(note => note.Sentence.Contains("waits on", StringComparison.Ordinal)))
            {
                continue;
            }

            // Where nobody is interrupted there is nothing to be better at.
            (int Floors, int Count, _) = Way.Interruptions(problem, transition);
            if (Count > 0)
            {
                (int Floors, int Count) least = Least(problem, transition.Steps);
                Assert.True((Floors, Count) == least, $"Seed {seed}: {Floors} floors and {Count} interruptions, {least} are possible.");
                unavoidable++;
            }
        }

        Assert.True(unavoidable > 20, $"{unavoidable} with an unavoidable interruption");
    }

    /// <summary>The least over all legal orders of the steps, by going through the sets of steps taken.</summary>
    private static (int Floors, int Count) Least(PlanningProblem problem, ValueArray<PlanStep> steps)
    {
        int all = (1 << steps.Count) - 1;
        (int Floors, int Count)?[] least = new (int, int)?[all + 1];
        ValueArray<GpuState>[] states = new ValueArray<GpuState>[all + 1];
        least[0] = (0, 0);
        states[0] = problem.Gpus;
        ValueArray<GpuState> last = TransitionReplay.States(problem.Gpus, steps).Last();
        for (int taken = 0; taken < all; taken++)
        {
            for (int next = 0; least[taken] is { } soFar && next < steps.Count; next++)
            {
                TransitionReplay replay = new(states[taken]);
                int then = taken | (1 << next);
                if (then == taken || !replay.TryTake(steps[next], out _))
                {
                    continue;
                }

                states[then] = replay.Gpus;
                (bool floor, bool interrupted) = steps[next] is PlanStep.StopReplica stop ? Way.IsShort(problem, problem.Gpus, last, states[then], stop.Workload) : default;
                (int, int) cost = (soFar.Floors + (floor ? 1 : 0), soFar.Count + (interrupted ? 1 : 0));
                least[then] = least[then] is { } known && known.CompareTo(cost) <= 0 ? known : cost;
            }
        }

        return least[all]!.Value;
    }
}
