using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Tests.Observe;

public sealed class LedgerTests
{
    private const string Idle = """
        name: idle
        title: One H100 with an idle and a busy tenant
        driver: 580.95.05
        cuda: 13.0
        board: h100-80gb-sxm
        gpus:
          - { instances: [3g.40gb@0, 1g.10gb@4, 1g.10gb@5], numa: 0 }
          - { mig: off, numa: 0 }
        workloads:
          - { name: busy, kind: systemd, owner: a, gpu: 0, at: 3g.40gb@0, shape: llm, memory: 20GiB, demand: { constant: 0.8 }, capacity: 1 }
          - { name: sleepy, kind: slurm, owner: b, gpu: 0, at: 1g.10gb@4, job: 12, shape: vision, memory: 2GiB, demand: { constant: 0.0 }, capacity: 1 }
          - { name: whole, kind: pod, owner: c, gpu: 1, shape: training, memory: 2GiB, demand: { constant: 0.9 }, capacity: 1 }
        """;

    [Fact]
    public async Task IdleSeconds_TenantDoesNothing_GrowWhileBoundOnly()
    {
        await using SampledNode node = new(Idle);

        ValueArray<GpuInstanceSnapshot> instances = node.Cycles(21).Gpus[0].Mig!.Instances;

        Assert.Equal(0, Instance(instances, 0).IdleSeconds);
        Assert.InRange(Instance(instances, 4).IdleSeconds!.Value, 18, 20); // from the second sample on
        Assert.Equal(0, Instance(instances, 5).IdleSeconds);               // nobody is bound: free, not idle
    }

    [Fact]
    public async Task Slices_BusyIdleFree_AreToldApart()
    {
        await using SampledNode node = new(Idle);

        SliceUse slices = node.Cycles(5).Gpus[0].Mig!.Slices!;

        // 3g busy; two 1g without work or tenant; unit 6 can take a 1g, or units 6-7 a double-memory one.
        Assert.Equal(new SliceStates(Busy: 3, Idle: 2, Free: 1, Stranded: 1), slices.Compute);
        Assert.Equal(new SliceStates(Busy: 4, Idle: 2, Free: 2, Stranded: 0), slices.Memory);
    }

    [Fact]
    public async Task EstimatedEnergy_OfAllInstances_NeverExceedsTheBoardAndFavoursTheBusy()
    {
        await using SampledNode node = new(Idle);
        double start = node.Cycles(1).Gpus[0].Power!.EnergyJoules!.Value;
        double lastSum = 0;

        for (int cycle = 0; cycle < 120; cycle++)
        {
            GpuSnapshot gpu = node.Cycles(1).Gpus[0];
            double sum = gpu.Mig!.Instances.Sum(instance => instance.EstimatedEnergyJoules!.Value);

            Assert.True(sum >= lastSum);
            Assert.True(sum <= gpu.Power!.EnergyJoules - start + 1e-6);
            lastSum = sum;
        }

        ValueArray<GpuInstanceSnapshot> instances = node.Sampler.Latest!.Gpus[0].Mig!.Instances;
        double busyPerSm = Instance(instances, 0).EstimatedEnergyJoules!.Value / Instance(instances, 0).Multiprocessors!.Value;
        double idlePerSm = Instance(instances, 5).EstimatedEnergyJoules!.Value / Instance(instances, 5).Multiprocessors!.Value;
        Assert.True(busyPerSm > 2 * idlePerSm, $"{busyPerSm} J/SM against {idlePerSm} J/SM");
    }

    [Fact]
    public async Task Workloads_AllKinds_AreNamedBoundAndCharged()
    {
        await using SampledNode node = new(Idle);

        ValueArray<WorkloadUse> workloads = node.Cycles(11).Workloads;

        WorkloadUse busy = workloads.Single(workload => workload.Name == "busy.service");
        Assert.Equal((WorkloadKind.Systemd, "a"), (busy.Kind, busy.Owner));
        Assert.Equal(20UL << 30, busy.Bindings[0].MemoryBytes);
        uint sms = node.Sampler.Latest!.Gpus[0].Identity.Multiprocessors!.Value;
        Assert.Equal(10.0 * Instance(node.Sampler.Latest.Gpus[0].Mig!.Instances, 0).Multiprocessors!.Value / sms, busy.GpuTime[0].GpuSeconds, 6);
        Assert.Equal(WorkloadKind.Slurm, workloads.Single(workload => workload.Name == "job-12").Kind);
        WorkloadUse whole = workloads.Single(workload => workload.Kind == WorkloadKind.Pod);
        Assert.Equal(("gpu", 10.0), (whole.GpuTime[0].Profile, Math.Round(whole.GpuTime[0].GpuSeconds, 6)));
        Assert.Null(whole.Bindings[0].GpuInstanceId);
    }

    [Fact]
    public async Task Workload_Ends_IsUnboundAtOnceAndForgottenLater()
    {
        await using SampledNode node = new(Idle);
        uint pid = node.Cycles(2).Gpus[0].ProcessList.Single(process => process.Workload == "busy.service").Pid;

        Assert.True(node.Driver.RemoveProcess(pid));
        WorkloadUse ended = node.Cycles(1).Workloads.Single(workload => workload.Name == "busy.service");
        NodeSnapshot later = node.Cycles(310);

        Assert.Empty(ended.Bindings);
        Assert.True(ended.GpuTime[0].GpuSeconds > 0);
        Assert.DoesNotContain(later.Workloads, workload => workload.Name == "busy.service");
    }

    [Fact]
    public async Task Xids_WatchedAndNot_AreCountedByInstance()
    {
        await using SampledNode node = new(Idle);
        ValueArray<XidCount> before = node.Cycles(2).Gpus[0].Reliability.Xids;

        node.Driver.InjectXid(0, 79);
        node.Driver.InjectXid(0, 31, gpuInstance: 2, computeInstance: 0);
        node.Driver.InjectXid(0, 31, gpuInstance: 2, computeInstance: 0);
        NodeSnapshot after = node.Cycles(1);

        Assert.All(before, xid => Assert.Equal((0UL, null), (xid.Count, xid.LastAt)));
        XidCount fell = after.Gpus[0].Reliability.Xids.Single(xid => xid.Xid == 79);
        Assert.Equal((1UL, after.At), (fell.Count, fell.LastAt));
        Assert.Equal(2UL, after.Gpus[0].Reliability.Xids.Single(xid => xid is { Xid: 31, GpuInstanceId: 2 }).Count);
        Assert.All(after.Gpus[1].Reliability.Xids, xid => Assert.Equal(0UL, xid.Count));
    }

    [Fact]
    public async Task MigConfigChange_Event_IsCounted()
    {
        await using SampledNode node = new(Idle);
        node.Cycles(2);

        node.Driver.CreateInstance(0, "1g.10gb", 6);

        DriverEventCount changes = node.Cycles(1).Gpus[0].Reliability.Events.Single(counted => counted.Kind == DriverEventKind.MigConfigChange);
        Assert.True(changes.Count >= 1);
    }

    [Fact]
    public async Task PcieBytes_TheDriversCounterWraps_RatesStaySmooth()
    {
        await using SampledNode node = new(Idle);
        ulong last = node.Cycles(1).Gpus[1].Pcie!.TxBytes!.Value;
        List<ulong> perSecond = [];

        for (int cycle = 0; cycle < 3600; cycle++)
        {
            ulong now = node.Cycles(1).Gpus[1].Pcie!.TxBytes!.Value;
            perSecond.Add(now - last);
            last = now;
        }

        // The simulated counter has 40 bits: within an hour of training traffic it wraps more than once.
        Assert.True(last > 2 * (1UL << 40), $"{last} bytes");
        Assert.True(perSecond.Max() < 2 * perSecond.Order().ElementAt(perSecond.Count / 2), $"{perSecond.Max()} against a median of {perSecond.Order().ElementAt(1800)}");
        Assert.True(perSecond.Min() > 0);
    }

    private static GpuInstanceSnapshot Instance(ValueArray<GpuInstanceSnapshot> instances, uint start) =>
        instances.Single(instance => instance.PlacementStart == start);
}
