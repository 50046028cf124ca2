using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;

namespace Optimizer.Control.Tests.Loop;

/// <summary>What a plan takes of the day's moves.</summary>
public sealed class MoveBudgetTests
{
    [Fact]
    public async Task Budget_AMoveThatDestroysWhatItLeaves_CountsOnce()
    {
        await using LoopNode node = await TroubledNode.CalmAsync();
        TickRecord done = await node.EndAsync(PlanLife.Committed);
        Assert.Contains(done.Plan!.Plan.Steps, step => step is PlanStep.DestroyInstance { Rung: >= DisruptionRung.Move });

        JournalState state = await node.Journal.LoadAsync(CancellationToken.None);

        Assert.Single(state.Past, past => past.Rung >= DisruptionRung.Move);
    }
}
