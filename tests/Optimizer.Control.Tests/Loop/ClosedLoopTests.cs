using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;

namespace Optimizer.Control.Tests.Loop;

/// <summary>The loop as an operator meets it: demand moves, layouts and replicas follow, and what must not be touched is not.</summary>
public sealed class ClosedLoopTests
{
    /// <summary>One H100: a chat service on a 2g, a batch job nobody may move, and room for more.</summary>
    internal const string Node = """
        name: test
        title: one H100
        driver: 610.43.02
        cuda: 13.3
        board: h100-80gb-sxm
        cpus-per-node: 16
        gpus:
          - { instances: [2g.20gb@0, 1g.10gb@6], numa: 0 }
        workloads:
          - name: notebook
            kind: slurm
            owner: kim
            gpu: 0
            at: 1g.10gb@6
            job: 7
            shape: batch
            memory: 4GiB
            demand: { constant: 0.5 }
            capacity: 1
        services:
          - name: chat
            owner: search
            kind: inference
            qos: guaranteed
            shape: llm
            memory: 9GiB
            capacity: { 1g.10gb: 8, 2g.20gb: 20, 3g.40gb: 34 }
            replicas: { min: 1, max: 6 }
            restart: 20s
            move: { grace: 10s }
            demand: { constant: 12 }
            at: [{ gpu: 0, instance: 2g.20gb@0 }]
        """;

    [Fact]
    public async Task Tick_DemandRises_AddsAReplicaInFreeSpaceAndLeavesTheRestAlone()
    {
        await using LoopNode node = LoopNode.Of(Node);
        node.Demand("chat", 12);
        await node.TickAsync();

        node.Demand("chat", 36);
        TickRecord done = await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Committed });

        Assert.Contains(done.Plan!.Plan.Steps, step => step is PlanStep.StartReplica { Workload: "chat" });
        RuntimeRow[] running = await Running(node);
        Assert.True(running.Length >= 2 && running.All(row => row.State == ReplicaState.Ready), string.Join(", ", running.Select(row => $"{row.Name} {row.State}")));
        Assert.Equal(0, node.Node.Audit().UnmovableStopped);
    }

    [Fact]
    public async Task Tick_SeveralStarts_RunBesideOneAnother()
    {
        await using LoopNode node = LoopNode.Of(Node);
        node.Demand("chat", 12);
        await node.TickAsync();

        node.Demand("chat", 36);
        TickRecord done = await node.TickUntilAsync(tick => tick.Plan is { Life: PlanLife.Committed }, seconds: 5);

        StepRecord[] starts = [.. done.Plan!.Steps.Where(step => done.Plan.Plan.Steps[step.Index] is PlanStep.StartReplica)];
        Assert.True(starts.Length >= 2);
        Assert.True(starts.Max(step => step.At) - starts.Min(step => step.BeganAt) < NodaTime.Duration.FromSeconds(40), "starts of 20 s each, one after the other, would take longer");
    }

    [Fact]
    public async Task Tick_NothingToDo_HoldsAndWritesItDownOnce()
    {
        await using LoopNode node = LoopNode.Of(Node);
        node.Demand("chat", 12);

        for (int count = 0; count < 30; count++)
        {
            await node.TickAsync();
        }

        Assert.All(node.Ticks, tick => Assert.Null(tick.Step));
        Assert.Single(await node.Journal.HistoryAsync(100, false, CancellationToken.None));
    }

    [Fact]
    public async Task Tick_ModeRecommends_ShowsThePlanAndTouchesNothing()
    {
        await using LoopNode node = LoopNode.Of(Node, LoopNode.Acting() with { Mode = OperatingMode.Recommend });
        node.Demand("chat", 36);

        TickRecord tick = await node.TickUntilAsync(one => one.Plan is { Life: PlanLife.Recommended });

        Assert.Contains(tick.Holds, hold => hold.Interlock == Interlock.Mode);
        Assert.All(node.Ticks, one => Assert.Null(one.Step));
    }

    [Fact]
    public async Task Approve_ProposedPlan_BeginsAndIsSignedByWhoApprovedIt()
    {
        await using LoopNode node = LoopNode.Of(Node, LoopNode.Acting() with { Mode = OperatingMode.Approve });
        node.Demand("chat", 36);
        TickRecord waiting = await node.TickUntilAsync(one => one.Plan is { Life: PlanLife.Proposed });

        OperatorAnswer answer = await node.Loop.ApproveAsync(waiting.Plan!.Plan.Generation, "ada", CancellationToken.None);
        TickRecord done = await node.TickUntilAsync(one => one.Plan is { Life: PlanLife.Committed });

        Assert.True(answer.Done, answer.Sentence);
        Assert.Equal(waiting.Plan.Plan.Generation, done.Plan!.Plan.Generation);
        Assert.Equal("ada", done.Plan.ApprovedBy);
    }

    [Fact]
    public async Task Approve_AnotherNumber_IsRefusedWithTheOneThatWaits()
    {
        await using LoopNode node = LoopNode.Of(Node, LoopNode.Acting() with { Mode = OperatingMode.Approve });
        node.Demand("chat", 36);
        TickRecord waiting = await node.TickUntilAsync(one => one.Plan is { Life: PlanLife.Proposed });

        OperatorAnswer answer = await node.Loop.ApproveAsync(99, "ada", CancellationToken.None);

        Assert.False(answer.Done);
        Assert.Contains($"plan {waiting.Plan!.Plan.Generation} does", answer.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_BeforeAnything_NothingIsBegunUntilResumed()
    {
        await using LoopNode node = LoopNode.Of(Node);
        await node.Loop.PauseAsync("ada", "looking at it", CancellationToken.None);
        node.Demand("chat", 36);
        await node.TickUntilAsync(one => one.Holds.Any(hold => hold.Interlock == Interlock.Paused), most: 2);
        Assert.All(node.Ticks, one => Assert.Null(one.Step));

        await node.Loop.ResumeAsync("ada", CancellationToken.None);
        await node.TickUntilAsync(one => one.Plan is { Life: PlanLife.Committed });
    }

    private static async Task<RuntimeRow[]> Running(LoopNode node) =>
        [.. (await node.Node.Runtime.ReadAsync(CancellationToken.None)).Replicas.Select(replica => new RuntimeRow(replica.Name, replica.State))];

    private sealed record RuntimeRow(string Name, ReplicaState State);
}
