using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Transitions;

namespace Optimizer.Planning.Tests.Transitions;

/// <summary>What holds for every present state and every target.</summary>
public sealed class TransitionLawTests
{
    [Fact]
    public void Steps_InOrder_AreEachLegalAndEndAtTheTargets() => ForAny((problem, targets) =>
    {
        ValueArray<GpuState> last = TransitionReplay.States(problem.Gpus, TransitionPlanner.Plan(problem, targets).Steps).Last();

        foreach (GpuState gpu in last)
        {
            GpuState before = problem.Gpus.Single(state => state.Uuid == gpu.Uuid);
            Assert.Equal(
                before.Usability == GpuUsability.Unusable ? before.Keep() : targets.Single(target => target.Gpu == gpu.Uuid),
                gpu.Keep());
        }
    });

    [Fact]
    public void Steps_AtEveryPoint_KeepWorkloadsApart() => ForAny((problem, targets) =>
    {
        ValueArray<GpuState>[] states = [.. TransitionReplay.States(problem.Gpus, TransitionPlanner.Plan(problem, targets).Steps)];
        for (int index = 1; index < states.Length; index++)
        {
            // Who was together before the plan, or is to be in the end, is no fault of the order.
            Assert.Subset(Together(problem, states[0]).Concat(Together(problem, states[^1])).ToHashSet(), Together(problem, states[index]).ToHashSet());
        }
    });

    [Fact]
    public void Steps_OnWhatPresentAndTargetShare_ChangeNothing() => ForAny((problem, targets) =>
    {
        Transition transition = TransitionPlanner.Plan(problem, targets);

        foreach (PlanStep step in transition.Steps)
        {
            GpuState gpu = problem.Gpus.Single(gpu => gpu.Uuid == step.Gpu);
            GpuTarget target = targets.Single(target => target.Gpu == step.Gpu);
            switch (step)
            {
                case PlanStep.DestroyInstance destroy when gpu.Slices.Any(slice => slice.Instance == destroy.Instance):
                    Assert.DoesNotContain(target.Instances, instance => instance.Instance == destroy.Instance);
                    break;
                case PlanStep.StopReplica stop when gpu.Slices.FirstOrDefault(slice => slice.Instance == stop.Instance) is { } slice && slice.Workload == stop.Workload:
                    Assert.DoesNotContain(new InstanceTarget(slice.Instance, slice.Workload, slice.Processes), target.Instances);
                    break;
                default:
                    break;
            }
        }
    });

    [Fact]
    public void Steps_ThatMove_ArePairedPerWorkloadAndStandInFirst() => ForAny((problem, targets) =>
    {
        Transition transition = TransitionPlanner.Plan(problem, targets);
        SortedSet<string> interrupted = Way.Interruptions(problem, transition).Workloads;

        foreach (WorkloadNeed need in problem.Workloads)
        {
            PlanStep[] steps = [.. transition.Steps.Where(step => WorkloadOf(step) == need.Name)];
            int starts = steps.Count(step => step is PlanStep.StartReplica), stops = steps.Count(step => step is PlanStep.StopReplica);
            Assert.Equal(Math.Min(starts, stops), steps.Count(step => step is PlanStep.StartReplica { Moved: true }));
            Assert.Equal(Math.Min(starts, stops), steps.Count(step => step is PlanStep.StopReplica { Moved: true }));
            int ahead = 0;
            foreach (PlanStep step in steps)
            {
                ahead += step switch { PlanStep.StartReplica { Moved: true } => 1, PlanStep.StopReplica { Moved: true } => -1, _ => 0 };
                Assert.True(ahead >= 0 || interrupted.Contains(need.Name), need.Name);
            }
        }
    });

    [Fact]
    public void Notes_NameExactlyWhoIsInterruptedOrParked() => ForAny((problem, targets) =>
    {
        Transition transition = TransitionPlanner.Plan(problem, targets);

        string[] short_ = [.. transition.Notes.Where(note => !note.Sentence.Contains("waits on", StringComparison.Ordinal)).Select(note => note.Subject)];
        Assert.Equal(Way.Interruptions(problem, transition).Workloads, short_);
        string[] below = [.. transition.Notes.Where(note => note.Sentence.Contains("below its floor for", StringComparison.Ordinal)).Select(note => note.Subject)];
        Assert.Equal(Way.Interruptions(problem, transition).Floors > 0, below.Length > 0);
    });

    [Fact]
    public void Plan_WithGpusAndTargetsInAnotherOrder_IsTheSame() => ForAny((problem, targets) =>
    {
        PlanningProblem reversed = problem with { Gpus = problem.Gpus.Reverse().ToValueArray(), Workloads = problem.Workloads.Reverse().ToValueArray() };

        Transition transition = TransitionPlanner.Plan(problem, targets), again = TransitionPlanner.Plan(reversed, targets.Reverse().ToValueArray());

        Assert.Equal(transition.Lines(), again.Lines());
        Assert.Equal(transition, again);
    });

    [Fact]
    public void Plan_FromTheTargetsItself_HasNoSteps() => ForAny((problem, targets) =>
    {
        ValueArray<GpuState> last = TransitionReplay.States(problem.Gpus, TransitionPlanner.Plan(problem, targets).Steps).Last();

        Assert.Empty(TransitionPlanner.Plan(problem with { Gpus = last }, targets).Steps);
    });

    private static void ForAny(Action<PlanningProblem, ValueArray<GpuTarget>> law) =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            (PlanningProblem problem, ValueArray<GpuTarget> targets) = AnyChange.Draw(seed);
            law(problem, targets);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static string? WorkloadOf(PlanStep step) => step switch
    {
        PlanStep.StartReplica start => start.Workload,
        PlanStep.StopReplica stop => stop.Workload,
        _ => null,
    };

    private static IEnumerable<(GpuUuid Gpu, string Left, string Right)> Together(PlanningProblem problem, ValueArray<GpuState> gpus)
    {
        foreach (GpuState gpu in gpus.AsEnumerable())
        {
            HashSet<string> there = [.. gpu.Slices.Select(slice => slice.Workload).OfType<string>()];
            foreach (WorkloadNeed need in problem.Workloads.Where(need => there.Contains(need.Name)))
            {
                foreach (string other in need.ApartFrom.Where(there.Contains))
                {
                    yield return (gpu.Uuid, need.Name, other);
                }
            }
        }
    }
}
