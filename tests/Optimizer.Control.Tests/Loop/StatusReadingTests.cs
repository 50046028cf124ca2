using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;

namespace Optimizer.Control.Tests.Loop;

/// <summary>What others may know of what runs without asking those who run it.</summary>
public sealed class StatusReadingTests
{
    [Fact]
    public async Task Replicas_AfterATick_AreThoseTheLoopSaw()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node);
        Assert.Empty(node.Loop.Replicas);

        await node.TickAsync();

        Replica one = Assert.Single(node.Loop.Replicas);
        Assert.Equal(("chat", ReplicaState.Ready), (one.Workload, one.State));
    }

    [Fact]
    public async Task Replicas_WhileItOnlyObserves_AreNotAskedFor()
    {
        await using LoopNode node = LoopNode.Of(ClosedLoopTests.Node, LoopNode.Acting() with { Mode = OperatingMode.Observe });

        await node.TickAsync();

        Assert.Empty(node.Loop.Replicas);
    }
}
