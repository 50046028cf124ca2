using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Services;

namespace Optimizer.Control.Tests.Loop;

/// <summary>One H100 on which a service has to move from a small instance to a larger one, and what tests ask of it.</summary>
internal static class TroubledNode
{
    /// <summary>Chat on a small instance that no longer suffices once demand rises; at most so many replicas, so it must move or grow.</summary>
    /// <param name="more">Further lines of the service.</param>
    /// <param name="most">Most replicas.</param>
    /// <param name="qos">Its class.</param>
    public static string Scenario(string more = "", int most = 1, string qos = "guaranteed") => $$"""
        name: test
        title: one H100
        driver: 610.43.02
        cuda: 13.3
        board: h100-80gb-sxm
        cpus-per-node: 16
        gpus:
          - { instances: [1g.10gb@6], numa: 0 }
        services:
          - name: chat
            owner: search
            kind: inference
            qos: {{qos}}
            shape: llm
            memory: 9GiB
            capacity: { 1g.10gb: 8, 2g.20gb: 20, 3g.40gb: 34 }
            replicas: { min: 1, max: {{most}} }
            restart: 20s
            move: { grace: 10s{{(more.Contains("checkpoint", StringComparison.Ordinal) ? ", checkpoint: /usr/bin/true" : "")}} }
            demand: { constant: 6 }
            at: [{ gpu: 0, instance: 1g.10gb@6 }]
        {{(more.Contains("single", StringComparison.Ordinal) ? "    single: true" : "")}}
        """;

    /// <summary>A node whose chat has what it needs, just before demand rises beyond one small instance.</summary>
    public static async Task<LoopNode> CalmAsync(string more = "", int most = 1, string qos = "guaranteed", ControlOptions? options = null, IJournal? journal = null)
    {
        LoopNode node = LoopNode.Of(Scenario(more, most, qos), options, journal);
        node.Demand("chat", 6);
        await node.TickAsync();
        await node.TickAsync();
        node.Demand("chat", 15);
        return node;
    }

    public static void Break(this LoopNode node, ServiceFaultKind kind, double amount = 10, int times = int.MaxValue) =>
        node.Node.InjectFault(new ServiceFault(kind) { Service = "chat", Amount = amount, Times = times });

    public static ServiceAudit Chat(this LoopNode node) => node.Node.Audit().Services.Single(service => service.Name == "chat");

    public static async Task<Replica[]> ReadyAsync(this LoopNode node) =>
        [.. (await node.Node.Runtime.ReadAsync(CancellationToken.None)).Replicas.Where(replica => replica.State == ReplicaState.Ready)];

    /// <summary>Ticks until a plan that acted has come to its end.</summary>
    public static Task<TickRecord> EndAsync(this LoopNode node, PlanLife life, int most = 200) =>
        node.TickUntilAsync(tick => tick.Plan is { } plan && plan.Life == life, most);

    public static int Attempts(this LoopNode node, Func<PlanStep, bool> step) => node.Ticks.Count(tick => tick.Step is { } tried && step(tried) && tick.Outcome is not StepOutcome.Waiting);
}
