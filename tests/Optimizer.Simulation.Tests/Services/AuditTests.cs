using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Tests.Services;

public sealed class AuditTests
{
    [Fact]
    public void Account_DemandAcrossCapacity_IntegratesExactly()
    {
        // Demand climbs from 0 to 200 in 100 s and falls back; 100 can be served.
        ServiceAccount account = new(new DemandSeries(100, [0, 200]), 1, 0, 1);
        account.Change(0, 100, 1, byOrder: false);
        ServiceAccount.Totals totals = account.At(200);
        Assert.Equal((100.0, 5000.0), (Math.Round(totals.Violation, 6), Math.Round(totals.Unmet, 6)));
        Assert.Equal(4000, totals.Refused, 6);
        Assert.Equal(0, totals.Queue);
    }

    [Fact]
    public void Account_QueueFillsAndEmpties_WhateverWaitsIsServedLater()
    {
        ServiceAccount account = new(DemandSeries.Constant(10), 1, 0, 1);
        account.Settle(50);
        Assert.Equal(500, account.At(50).Queue);
        account.Change(50, 20, 1, byOrder: false);
        Assert.Equal(1, account.Load(60));
        ServiceAccount.Totals totals = account.At(100);
        Assert.Equal((50, 500, 0, 0, 50), (totals.Violation, totals.Unmet, totals.Refused, totals.Queue, totals.BelowFloorOtherwise));
    }

    [Fact]
    public void Audit_HoweverOftenSomebodyLooks_IsTheSame()
    {
        SimulationAudit calm = Run(static _ => { }, [400]);
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(), gaps =>
        {
            ImmutableArray<int> looks = [.. gaps.Get.Select(static gap => 1 + (gap.Get * 37 % 397))];
            return Same(calm, Run(static node => { _ = node.Node.Audit(); _ = node.Node.MetricsPage("shop"); _ = node.Pids(); }, looks));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Audit_ShortRun_IsWhatItWasWhenItWasWrittenDown()
    {
        SimulationAudit audit = Run(static _ => { }, [60]);
        ServiceAudit shop = audit.Services.Single();
        Assert.Equal(4000, audit.Seconds);
        Assert.Equal(600_000, shop.Arrived, 3);

        // 50 a second are beyond what one replica serves, until two more are ready.
        Assert.InRange(shop.ViolationSeconds, 1018, 1022);
        Assert.Equal(shop.ViolationSeconds * 50, shop.Unmet, 3);
        Assert.Equal((2, 1, 1, 0, 2), (shop.Starts, shop.Moves, shop.Stops, shop.Failures, shop.Ready));
        Assert.Equal((1, 1, 0, 0), (audit.InstancesCreated, audit.InstancesDestroyed, audit.UnmovableStopped, audit.Killed));
        Assert.Equal(0.16 + 0.2, audit.ReconfigurationSeconds, 9);
        Assert.Equal(4000 / 3600.0, audit.GpuHoursInUse, 9);
        Assert.InRange(audit.Joules, 4000 * 100, 4000 * 1200);
        Assert.Equal(("shop", "1g.10gb@0", EndCause.Ordered, true), audit.Ended.Select(static ended => (ended.Workload, ended.Instance, ended.Cause, ended.Movable)).Single());
    }

    [Fact]
    public void Reconfiguration_ByHandMovedClock_IsBookedAndDelaysWhatStartsThere()
    {
        using ServiceNode node = new(ServiceNode.Shop.Replace("restart: 20s", "restart: 0s", StringComparison.Ordinal));
        BoardProfile profile = BoardCatalogue.Find("a100-80gb")!.FindProfile("1g.10gb")!;
        Assert.Equal(NvmlReturn.Success, node.Test.Create(node.Test.Gpu(1), profile, 0, out nint instance));
        node.Test.CreateCompute(instance, 0, out _);
        Optimizer.Model.Replicas.Seat seat = node.Seat(1, "1g.10gb");
        Assert.IsType<Optimizer.Model.Acting.StepOutcome.Waiting>(node.Start(seat));
        node.Test.Advance(0.2);
        Assert.IsType<Optimizer.Model.Acting.StepOutcome.Applied>(node.Start(seat));
        Assert.Equal(0.16, node.Node.Audit().ReconfigurationSeconds);
    }

    [Fact]
    public void Jobs_WaitForAFreeSeatRunTheirTimeAndEnd()
    {
        using ServiceNode node = new(ServiceNode.Shop + """

            jobs:
              - { name: first, memory: 60GiB, shape: training, seat: gpu, arrives: 10s, duration: 100s }
              - { name: second, memory: 60GiB, shape: training, seat: gpu, arrives: 20s, duration: 50s }
              - { name: third, memory: 2GiB, shape: batch, seat: 1g.10gb, arrives: 20s, duration: 50s }
            """);
        node.Test.Advance(60);
        Assert.Equal((0, 1), (node.Node.Audit().JobsFinished, node.Node.Audit().JobsWaiting));
        Assert.Equal(3, node.Pids().Count);
        node.Test.Advance(200);
        SimulationAudit audit = node.Node.Audit();
        Assert.Equal((3, 0, 90), (audit.JobsFinished, audit.JobsWaiting, audit.JobWaitSeconds));
        Assert.Equal([("third", 70.0), ("first", 110.0), ("second", 160.0)], audit.Ended.Select(static ended => (ended.Workload, ended.AtSeconds)));
        Assert.All(audit.Ended, static ended => Assert.Equal(EndCause.Finished, ended.Cause));
        Assert.All(node.Node.Declarations.Where(static declared => declared.Name != "shop"), static declared => Assert.Null(declared.Move));
    }

    [Fact]
    public async Task Past_BeforeTheStart_IsTheTraceContinuedBackwards()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        NodaTime.Instant start = NodaTime.Instant.FromDateTimeOffset(node.Time.GetUtcNow());
        NodaTime.Duration step = NodaTime.Duration.FromMinutes(5);
        List<IReadOnlyList<Control.Demand.DemandSample>> histories = [];
        await foreach (IReadOnlyList<Control.Demand.DemandSample> history in node.Node.Past.ReadHistoriesAsync(start - NodaTime.Duration.FromDays(7), start + step, step, CancellationToken.None))
        {
            histories.Add(history);
        }

        Assert.Equal(node.Node.Scenario.ServiceNames.Order(StringComparer.Ordinal), histories.Select(static history => history[0].Key.Name));
        Assert.All(histories, history => Assert.Equal((7 * 288, DemandSignal.RequestRate), (history.Count, history[0].Key.Signal)));

        // The traces are two days long and repeat: the same hour two days before.
        Assert.Equal(histories[0][0].Value, histories[0][2 * 288].Value, 6);
        node.Advance(300);
        double first = ServicePages.Counter(node.Node.MetricsPage("bert")) / 300;
        Assert.InRange(first, histories[0][^1].Value * 0.8, histories[0][^1].Value * 1.2);
    }

    [Fact]
    public void OfReplay_FromParts_StartsEmptyAndDeclaresEverything()
    {
        Scenario scenario = Scenario.OfReplay(new ReplayParts("days", "a100-40gb", 3, 600,
        [
            new("one", QosClass.Guaranteed, [new("1g.5gb", 7), new("2g.10gb", 12)], [5, 20, 0]),
            new("two", QosClass.Burstable, [new("7g.40gb", 7)], [0, 60, 0]) { Model = "14b" },
        ]));
        using TestNode node = new(scenario);
        Assert.All(node.Driver.Gpus.ToArray(), static gpu => Assert.True(gpu.MigEnabled && gpu.Partitions.GpuInstances.Count == 0));
        Assert.Equal([new ReplicaRange(1, 4), new ReplicaRange(0, 3)], node.Node.Declarations.Select(static declared => declared.Replicas));
        Assert.All(node.Node.Declarations, static declared => Assert.NotNull(declared.Move));
        node.Advance(1200);
        SimulationAudit audit = node.Node.Audit();
        Assert.Equal([(1200.0, 1200.0, 13500.0), (0.0, 1200.0, 36000.0)], audit.Services.Select(static service => (service.BelowFloorOtherwiseSeconds, service.ViolationSeconds, Math.Round(service.Unmet, 3))));
        Assert.Throws<ScenarioException>(() => Scenario.OfReplay(new ReplayParts("days", "gtx", 3, 600, [])));
        Assert.Throws<ScenarioException>(() => Scenario.OfReplay(new ReplayParts("days", "a30-24gb", 3, 600, [new("one", QosClass.Guaranteed, [new("7g.40gb", 7)], [1])])));
    }

    /// <summary>4000 seconds with orders at 1000, 2000 and 3000, looked at in gaps that repeat.</summary>
    private static SimulationAudit Run(Action<ServiceNode> look, ImmutableArray<int> gaps)
    {
        using ServiceNode node = new(ServiceNode.Shop);
        int gap = 0;
        for (int second = 0; second < 4000;)
        {
            int step = Math.Min(gaps[gap++ % gaps.Length], 1000 - (second % 1000));
            node.Test.Advance(step);
            second += step;
            look(node);
            if (second == 1000)
            {
                node.Start(node.Seat(0, "2g.20gb", 2, 2), standsInFor: node.Seat(0, "1g.10gb"));
                node.Start(node.Seat(0, "1g.10gb", 1));
            }
            else if (second == 2000)
            {
                node.Stop(node.Seat(0, "1g.10gb"));
            }
            else if (second == 3000)
            {
                Reshape(node);
            }
        }

        return node.Node.Audit();
    }

    private static void Reshape(ServiceNode node)
    {
        BoardProfile profile = BoardCatalogue.Find("a100-80gb")!.FindProfile("1g.10gb")!;
        Assert.Equal(NvmlReturn.Success, node.Test.Create(node.Test.Gpu(1), profile, 0, out nint created));
        Assert.Equal(NvmlReturn.Success, node.Test.Call(NvmlFunction.GpuInstanceDestroy, created));
    }

    private static bool Same(SimulationAudit left, SimulationAudit right) =>
        left.Services.SequenceEqual(right.Services) && left.Ended.SequenceEqual(right.Ended)
        && (left.Joules, left.GpuHoursInUse, left.Seconds, left.ReconfigurationSeconds) == (right.Joules, right.GpuHoursInUse, right.Seconds, right.ReconfigurationSeconds);
}
