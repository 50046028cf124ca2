using Optimizer.Control.Loop;
using Optimizer.Model.Plans;
using Optimizer.Planning.Terms;
using NodaTime;

namespace Optimizer.Control.Tests.Loop;

/// <summary>Nodes whose next plan has every kind of step, for tests that break it at each.</summary>
internal static class FaultyNode
{
    /// <summary>Chat outgrows its 2g, and what it leaves must be cut anew for search: create, start, stop, destroy, create, start.</summary>
    public const string Moving = """
        name: test
        title: one H100
        driver: 610.43.02
        cuda: 13.3
        board: h100-80gb-sxm
        cpus-per-node: 16
        reconfiguration: instant
        gpus:
          - { instances: [2g.20gb@4, 1g.10gb@6], numa: 0 }
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
            memory: 15GiB
            capacity: { 2g.20gb: 20, 3g.40gb: 34 }
            replicas: { min: 1, max: 1 }
            restart: 20s
            move: { grace: 10s }
            demand: { constant: 12 }
            at: [{ gpu: 0, instance: 2g.20gb@4 }]
          - name: rank
            owner: search
            kind: inference
            shape: vision
            memory: 5GiB
            capacity: { 1g.10gb: 10 }
            replicas: { min: 0, max: 1 }
            restart: 5s
            move: { grace: 10s }
            demand: { constant: 8 }
        """;

    /// <summary>Two boards, a chat that may have several replicas and must have one, ranking that may have none, a notebook nobody may touch.</summary>
    public const string Two = """
        name: test
        title: two H100
        driver: 610.43.02
        cuda: 13.3
        board: h100-80gb-sxm
        cpus-per-node: 16
        reconfiguration: instant
        gpus:
          - { instances: [2g.20gb@4, 1g.10gb@6], numa: 0 }
          - { instances: [3g.40gb@0], numa: 0 }
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
            memory: 15GiB
            capacity: { 2g.20gb: 20, 3g.40gb: 34 }
            replicas: { min: 1, max: 3 }
            restart: 20s
            move: { grace: 10s }
            demand: { constant: 12 }
            at: [{ gpu: 0, instance: 2g.20gb@4 }]
          - name: rank
            owner: search
            kind: inference
            shape: vision
            memory: 5GiB
            capacity: { 1g.10gb: 10, 2g.20gb: 18 }
            replicas: { min: 0, max: 3 }
            restart: 5s
            move: { grace: 10s }
            demand: { constant: 8 }
        """;

    /// <summary>One board is full of what nobody may touch and of chat, the other is whole: more of chat needs its mode changed.</summary>
    public const string Whole = """
        name: test
        title: two H100, one whole
        driver: 610.43.02
        cuda: 13.3
        board: h100-80gb-sxm
        cpus-per-node: 16
        reconfiguration: instant
        gpus:
          - { instances: [3g.40gb@0, 2g.20gb@4, 1g.10gb@6], numa: 0 }
          - { mig: off, numa: 0 }
        workloads:
          - { name: notebook, kind: slurm, owner: kim, gpu: 0, at: 1g.10gb@6, job: 7, shape: batch, memory: 4GiB, demand: { constant: 0.5 }, capacity: 1 }
          - { name: training, kind: slurm, owner: lee, gpu: 0, at: 3g.40gb@0, job: 8, shape: training, memory: 30GiB, demand: { constant: 0.9 }, capacity: 1 }
        services:
          - name: chat
            owner: search
            kind: inference
            qos: guaranteed
            shape: llm
            memory: 15GiB
            capacity: { 2g.20gb: 20, 3g.40gb: 34 }
            replicas: { min: 1, max: 3 }
            restart: 20s
            move: { grace: 10s }
            demand: { constant: 12 }
            at: [{ gpu: 0, instance: 2g.20gb@4 }]
        """;

    public static ControlOptions Options() => LoopNode.Acting() with
    {
        Terms = new PolicyTerms { Gates = new GateTerms { Dwell = Duration.Zero, DeepestRung = DisruptionRung.MigMode, BenefitRatio = 0.1, MovesPerDay = 1000, MovesPerTenantPerDay = 1000 } },
    };
}
