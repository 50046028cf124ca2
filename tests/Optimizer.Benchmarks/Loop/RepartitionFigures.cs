using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Benchmarks.Loop;

/// <summary>What the daemon adds to the driver's own time when one GPU is cut anew. Goal: below 50 ms for a plan of creations and destructions.</summary>
/// <remarks>Real time, the driver's published latencies pass; the plan is written into the journal as made and begun, and the loop carries it out as after a restart.</remarks>
internal static class RepartitionFigures
{
    private static readonly PlacedInstance[] Small = [.. Enumerable.Range(0, 7).Select(start => new PlacedInstance("1g.10gb", new Placement(start, 1)))];

    public static async Task<int> RunAsync(int times)
    {
        double whole = await MeasureAsync("7 x 1g to 4g+3g and back", Small, [new("4g.40gb", new Placement(0, 4)), new("3g.40gb", new Placement(4, 4))], times);
        double part = await MeasureAsync("1g+1g to 2g and back", [Small[0], Small[1]], [new("2g.20gb", new Placement(0, 2))], times);
        return whole < 50 && part < 50 ? 0 : 1;
    }

    private static async Task<double> MeasureAsync(string name, PlacedInstance[] left, PlacedInstance[] right, int times)
    {
        await using TimedNode node = new(Scenario.Parse("bench", Yaml(left)), TimeProvider.System, new ControlOptions { Mode = OperatingMode.Enforce, PlanPeriod = Duration.FromHours(10) });
        NodeSnapshot seen = await node.CycleAsync();
        GpuUuid gpu = seen.Gpus[0].Uuid;
        await node.Loop.TickAsync(CancellationToken.None);
        List<double> overheads = [], processor = [], syncs = [];
        PlacedInstance[] from = left, to = right;
        int steps = 0;
        for (int turn = -2; turn < times; turn++)
        {
            double driverBefore = node.Node.Audit().ReconfigurationSeconds;
            node.Stages.Reset();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long began = Stopwatch.GetTimestamp();
            Plan plan = PlanOf((await node.Journal.LoadAsync(CancellationToken.None)).Generation + 1, gpu, from, to, node.Clock.GetCurrentInstant());
            await BeginAsync(node, plan, from);
            node.Start();
            TickRecord tick;
            do
            {
                tick = await node.Loop.TickAsync(CancellationToken.None);
                steps += tick.Step is null ? 0 : 1;
            }
            while (tick.More && tick.Plan?.Life != PlanLife.Committed);
            double spent = Stopwatch.GetElapsedTime(began).TotalMilliseconds, driver = (node.Node.Audit().ReconfigurationSeconds - driverBefore) * 1000;
            if (tick.Plan?.Life != PlanLife.Committed)
            {
                throw new InvalidOperationException($"{tick.Plan?.Life}: {tick.Plan?.Outcome} {string.Join("; ", tick.Holds.Select(hold => hold.Sentence))}");
            }

            if (turn >= 0)
            {
                node.Stages.Add("partitioner", -driver);
                node.Stages.End(spent - driver);
                overheads.Add(spent - driver);
                processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
                syncs.Add(node.SyncOnce());
            }

            (from, to) = (to, from);
        }

        await node.Stages.PrintAsync(Console.Out, string.Create(CultureInfo.InvariantCulture, $"{name} on one of 8 GPUs, {steps / (times + 2)} steps, without the driver's own time"));
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  processor time median {Median(processor):0.0} ms, the simulated driver's included; {node.Stages.Writes / (times + 2)} writes of the journal each, one sync of this disk alone takes {Median(syncs):0.00} ms"));
        return overheads.Order().ElementAt(times / 2);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task BeginAsync(TimedNode node, Plan plan, PlacedInstance[] from)
    {
        Instant now = node.Clock.GetCurrentInstant();
        PlanningProblem inputs = new() { At = now, Generation = plan.Generation - 1, Gpus = [], Workloads = [], Terms = new() };
        await node.Journal.AppendAsync(new JournalEntry.PlanMade(new PlanRecord { Plan = plan, Mode = OperatingMode.Enforce, Life = PlanLife.Proposed }, inputs) { At = now }, CancellationToken.None);
        await node.Journal.AppendAsync(new JournalEntry.PlanBegan(plan.Generation, [Layout(plan.Steps[0].Gpu, from)], null) { At = now }, CancellationToken.None);
    }

    private static Plan PlanOf(long generation, GpuUuid gpu, PlacedInstance[] from, PlacedInstance[] to, Instant now) => new()
    {
        Generation = generation,
        Parent = generation == 1 ? null : generation - 1,
        MadeAt = now,
        Policy = "cost",
        Horizon = Duration.FromHours(1),
        Summary = "Cuts one GPU anew.",
        Targets = [Layout(gpu, to)],
        Steps =
        [
            .. from.Select(PlanStep (instance) => new PlanStep.DestroyInstance(instance) { Gpu = gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 0.3 }),
            .. to.Select(PlanStep (instance) => new PlanStep.CreateInstance(instance) { Gpu = gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 0.3 }),
        ],
        Account = default,
        Alternatives = [],
        Outlook = [],
        Proof = new SolveProof("bench", true, null, null),
    };

    private static GpuTarget Layout(GpuUuid gpu, PlacedInstance[] instances) => new()
    {
        Gpu = gpu,
        MigEnabled = true,
        Instances = instances.Order().Select(instance => new InstanceTarget(instance, null, 0)).ToValueArray(),
    };

    private static string Yaml(PlacedInstance[] instances) => $$"""
        name: bench
        title: eight H100, the first free
        driver: 610.43.02
        cuda: 13.3
        board: h100-80gb-sxm
        reconfiguration: published
        gpus:
          - { instances: [{{string.Join(", ", instances.Select(instance => $"{instance.Profile}@{instance.Placement.Start}"))}}], numa: 0 }
          - { instances: [1g.10gb@0, 1g.10gb@1, 1g.10gb@2, 1g.10gb@3, 1g.10gb@4, 1g.10gb@5, 1g.10gb@6], numa: 0, count: 7 }
        """;
}
