using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Services;

namespace Optimizer.Simulation.Tests.Services;

public sealed class RuntimeTests
{
    [Fact]
    public void Start_FreeSeat_IsReadyAfterItsRestartTimeAndSaysSoOnce()
    {
        using ServiceNode node = new(ServiceNode.Shop);
        Seat seat = node.Seat(0, "2g.20gb", 2, 2);
        ReplicaOrder order = node.Order(seat);
        Assert.IsType<StepOutcome.Waiting>(node.Start(order));
        node.Test.Advance(17);
        Assert.IsType<StepOutcome.Waiting>(node.Start(order));
        node.Test.Advance(6);
        StepOutcome.Applied applied = Assert.IsType<StepOutcome.Applied>(node.Start(order));
        Assert.InRange(applied.Took.TotalSeconds, 18, 22);
        Assert.Equal(0, Assert.IsType<StepOutcome.Applied>(node.Start(seat)).Took.TotalSeconds);
        Assert.Equal([("shop@1.service", ReplicaState.Ready), ("shop@2.service", ReplicaState.Ready)], node.States());
        Assert.Equal(applied.Took, node.Read().Replicas[1].MeasuredRestart);
    }

    [Fact]
    public void Move_StandInFirst_NeverFallsBelowTheFloor()
    {
        using ServiceNode node = new(ServiceNode.Shop);
        Seat from = node.Seat(0, "1g.10gb", 0);
        Seat to = node.Seat(0, "2g.20gb", 2, 2);
        node.Start(to, standsInFor: from);
        node.Test.Advance(25);
        Assert.IsType<StepOutcome.Applied>(node.Start(to, standsInFor: from));
        Assert.IsType<StepOutcome.Waiting>(node.Stop(from));
        Assert.Equal([("shop@1.service", ReplicaState.Draining), ("shop@2.service", ReplicaState.Ready)], node.States());
        node.Test.Advance(10);
        Assert.IsType<StepOutcome.Applied>(node.Stop(from));
        ServiceAudit shop = node.Node.Audit().Services[0];
        Assert.Equal((0, 0, 1, 1), (shop.BelowFloorByOrderSeconds, shop.BelowFloorOtherwiseSeconds, shop.Moves, shop.Stops));
        Assert.Equal(EndCause.Ordered, Assert.Single(node.Node.Audit().Ended).Cause);
        Assert.Equal(0, node.Node.Audit().UnmovableStopped);
    }

    [Fact]
    public void Stop_LastReplica_ChargesTheFloorToTheOrder()
    {
        using ServiceNode node = new(ServiceNode.Shop);
        node.Test.Advance(30);
        node.Stop(node.Seat(0, "1g.10gb", 0));
        node.Test.Advance(100);
        ServiceAudit shop = node.Node.Audit().Services[0];
        Assert.Equal((100, 0), (shop.BelowFloorByOrderSeconds, shop.BelowFloorOtherwiseSeconds));
        Assert.Empty(node.Pids());
    }

    [Fact]
    public void Start_SeatThatIsTakenGoneOrUnfit_IsRefusedWithoutTouchingAnything()
    {
        using ServiceNode node = new(ServiceNode.Shop + """

              - { name: other, memory: 1GiB, capacity: { 1g.10gb: 5, 7g.80gb: 50 }, demand: { constant: 1 } }
            """);
        Assert.Equal(StepTrouble.InUse, Refused(node.Start(node.Seat(0, "1g.10gb", 0), "other")));
        Assert.Equal(StepTrouble.NotThere, Refused(node.Start(node.Seat(1, "1g.10gb", 0))));
        Assert.Equal(StepTrouble.NotThere, Refused(node.Start(node.Seat(1))));
        Assert.Equal(StepTrouble.WontStart, Refused(node.Start(node.Seat(0, "3g.40gb", 4, 4))));
        Assert.Equal(StepTrouble.NoRuntime, Refused(node.Start(node.Seat(0, "1g.10gb", 1), "stranger")));
        ReplicaOrder stale = node.Order(node.Seat(0, "1g.10gb", 1)) with { Device = new SeatDevice { Visible = "MIG-old" } };
        Assert.Equal(StepTrouble.Mismatch, Refused(node.Start(stale)));
        Assert.Single(node.Pids());
        Assert.IsType<StepOutcome.Applied>(node.Stop(node.Seat(1, "1g.10gb", 0)));
    }

    [Fact]
    public void Start_PlainUnitThatRuns_IsRefusedUntilItIsStopped()
    {
        using ServiceNode node = new(ServiceNode.Shop.Replace("slo: 200ms", "single: true", StringComparison.Ordinal));
        Assert.False(node.Runtime.CanRunTwice(node.Order(node.Seat(0, "1g.10gb", 0)).Workload));
        Assert.Equal(StepTrouble.InUse, Refused(node.Start(node.Seat(0, "1g.10gb", 1))));
        node.Stop(node.Seat(0, "1g.10gb", 0));
        node.Test.Advance(10);
        Assert.IsType<StepOutcome.Waiting>(node.Start(node.Seat(0, "1g.10gb", 1)));
        Assert.Equal("shop.service", Assert.Single(node.Read().Replicas).Name);
    }

    [Fact]
    public void Start_WontStart_FailsOnceAndIsTriedAnewWhenAskedAgain()
    {
        using ServiceNode node = new(ServiceNode.Shop);
        node.Node.InjectFault(new ServiceFault(ServiceFaultKind.WontStart) { Times = 1 });
        Seat seat = node.Seat(0, "1g.10gb", 1);
        node.Start(seat);
        node.Test.Advance(30);
        StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(node.Start(seat));
        Assert.Equal((StepTrouble.WontStart, true), (failed.Trouble, failed.Retryable));
        Assert.IsType<StepOutcome.Waiting>(node.Start(seat));
        node.Test.Advance(30);
        Assert.IsType<StepOutcome.Applied>(node.Start(seat));
    }

    [Fact]
    public void Stop_WontStop_FailsAfterItsGraceAndHoldsItsInstance()
    {
        using ServiceNode node = new(ServiceNode.Shop);
        node.Node.InjectFault(new ServiceFault(ServiceFaultKind.WontStop));
        Seat seat = node.Seat(0, "1g.10gb", 0);
        Assert.IsType<StepOutcome.Waiting>(node.Stop(seat));
        node.Test.Advance(60);
        Assert.Equal(StepTrouble.WontStop, Assert.IsType<StepOutcome.Failed>(node.Stop(seat)).Trouble);
        Assert.Equal(NvmlReturn.InUse, node.Node.Driver.DestroyInstance(0, (uint)node.Node.Driver.Gpus[0].Partitions.GpuInstances.Find(instance => instance.Placement.Start == 0)!.Id));
        Assert.Single(node.Pids());
    }

    [Fact]
    public void Faults_OfEveryOtherKind_ShowAsTheyWouldOnANode()
    {
        using ServiceNode node = new(ServiceNode.Shop.Replace("grace: 10s", "grace: 10s, checkpoint: /bin/save", StringComparison.Ordinal));
        node.Node.InjectFault(new ServiceFault(ServiceFaultKind.CheckpointFails) { Times = 1 });
        Assert.Equal(StepTrouble.CheckpointFailed, Assert.IsType<StepOutcome.Failed>(node.Stop(node.Seat(0, "1g.10gb", 0))).Trouble);
        node.Node.InjectFault(new ServiceFault(ServiceFaultKind.Unreadable) { Times = 1 });
        Assert.NotNull(node.Read().Trouble);
        Assert.Null(node.Read().Trouble);
        node.Node.InjectFault(new ServiceFault(ServiceFaultKind.SlowStart) { Amount = 3, Times = 1 });
        node.Node.InjectFault(new ServiceFault(ServiceFaultKind.Dies) { Amount = 50, Times = 1 });
        Seat seat = node.Seat(0, "1g.10gb", 1);
        node.Start(seat);
        node.Test.Advance(50);
        Assert.IsType<StepOutcome.Waiting>(node.Start(seat));
        node.Test.Advance(20);
        Assert.IsType<StepOutcome.Applied>(node.Start(seat));
        node.Test.Advance(50);
        Replica dead = node.Read().Replicas[1];
        Assert.Equal(ReplicaState.Failed, dead.State);
        Assert.Contains("ended by itself", dead.Trouble, StringComparison.Ordinal);
        Assert.Equal(EndCause.Crashed, Assert.Single(node.Node.Audit().Ended).Cause);
    }

    [Fact]
    public void Processes_WhateverIsOrdered_AreThoseOfTheReplicasThatRun()
    {
        using ServiceNode node = new(ServiceNode.Shop);
        (Seat Seat, bool Start)[] orders =
        [
            (node.Seat(0, "1g.10gb", 1), true), (node.Seat(0, "2g.20gb", 2, 2), true), (node.Seat(0, "1g.10gb", 0), false),
            (node.Seat(2), true), (node.Seat(0, "2g.20gb", 2, 2), false), (node.Seat(0, "1g.10gb", 1), false),
        ];
        foreach ((Seat seat, bool start) in orders)
        {
            _ = start ? node.Start(seat) : node.Stop(seat);
            for (int step = 0; step < 10; step++)
            {
                Assert.Equal(node.Read().Replicas.Count(static replica => replica.State != ReplicaState.Failed), node.Pids().Count);
                node.Test.Advance(1.7);
            }
        }

        uint pid = Assert.Single(node.Pids());
        Assert.Equal("/system.slice/system-shop.slice/shop@1.service", node.Node.Processes.Find(pid)!.ControlGroup);
    }

    private static StepTrouble Refused(StepOutcome outcome) => Assert.IsType<StepOutcome.Refused>(outcome).Trouble;
}
