using Optimizer.Control.Loop;
using Optimizer.Control.Tests.Journal;
using Optimizer.Model.Plans;

namespace Optimizer.Control.Tests.Loop;

/// <summary>What a plan takes of the day's moves.</summary>
public sealed class MoveBudgetTests
{
    [Fact]
    public void DisruptionOf_DestroyingWhatAMoveLeaves_IsNoSecondMove() => Assert.Equal(
        DisruptionRung.IdleInstance,
        ControlLoop.DisruptionOf(new PlanStep.DestroyInstance(SomePlan.Slice) { Gpu = SomePlan.Gpu, Rung = DisruptionRung.Move, ExpectedSeconds = 1 }));

    [Fact]
    public void DisruptionOf_StoppingAReplicaThatMoves_IsTheMove() => Assert.Equal(
        DisruptionRung.Move,
        ControlLoop.DisruptionOf(new PlanStep.StopReplica("chat", SomePlan.Slice, Moved: true) { Gpu = SomePlan.Gpu, Rung = DisruptionRung.Move, ExpectedSeconds = 1 }));
}
