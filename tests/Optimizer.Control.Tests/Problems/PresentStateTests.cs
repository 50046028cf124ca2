using Optimizer.Control.Problems;
using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Tests.Problems;

/// <summary>Who is on what, what must stay, and what may be done with a GPU.</summary>
public sealed class PresentStateTests
{
    private static readonly WorkloadDeclaration Chat = Site.Service("chat", ("2g.20gb", 7), ("3g.40gb", 10));

    [Fact]
    public void Build_ReplicaOnAnInstance_HasItAndMayMove()
    {
        SliceState slice = Slice(new Site().Mig(1, ("3g.40gb", 4)).Declare(Chat).Replica("chat", 1, "3g.40gb", 4));

        Assert.Equal(("chat", 1, false), (slice.Workload, slice.Processes, slice.Pinned));
    }

    [Theory]
    [InlineData(ReplicaState.Starting, true)]
    [InlineData(ReplicaState.Draining, true)]
    [InlineData(ReplicaState.Failed, false)]
    [InlineData(ReplicaState.Stopped, false)]
    public void Build_StateOfAReplica_DecidesWhetherItsSeatIsTaken(ReplicaState state, bool taken)
    {
        SliceState slice = Slice(new Site().Mig(1, ("3g.40gb", 4)).Declare(Chat).Replica("chat", 1, "3g.40gb", 4, state));

        Assert.Equal(taken ? "chat" : null, slice.Workload);
        Assert.False(slice.Pinned);
    }

    [Fact]
    public void Build_ReplicaNobodyToldWhereToRun_IsFoundByItsProcesses()
    {
        SliceState slice = Slice(new Site().Mig(1, ("3g.40gb", 4)).Declare(Chat).Replica("chat", null, name: "chat@7.service").Process(1, 1, "chat@7.service"));

        Assert.Equal(("chat", false), (slice.Workload, slice.Pinned));
    }

    [Fact]
    public void Build_ProcessesOfAWorkloadItsRuntimeDoesNotList_ArePinned()
    {
        SliceState slice = Slice(new Site().Mig(1, ("3g.40gb", 4)).Declare(Chat).Process(1, 1, "chat@1.service"));

        Assert.Equal(("chat", true), (slice.Workload, slice.Pinned));
    }

    [Fact]
    public void Build_UndeclaredProcess_IsPinnedAndANeedOfItsOwn()
    {
        ProblemReading reading = new Site().Mig(1, ("3g.40gb", 4)).Process(1, 1, "jupyter.service").Build();
        WorkloadNeed need = Assert.Single(reading.Problem.Workloads);

        Assert.Equal(("jupyter.service", true), (reading.Problem.Gpus[0].Slices[0].Workload, reading.Problem.Gpus[0].Slices[0].Pinned));
        Assert.False(need.Movable);
        Assert.Equal((1.0, new ReplicaRange(0, 1)), (need.PlanningRate, need.Replicas));
    }

    [Fact]
    public void Build_ProcessOfNobodyWeCanName_PinsTheInstance()
    {
        SliceState slice = Slice(new Site().Mig(1, ("3g.40gb", 4)).Process(1, 1, null));

        Assert.Equal((null, 0, true), (slice.Workload, slice.Processes, slice.Pinned));
    }

    [Fact]
    public void Build_ProcessesCountedAndNotListed_PinTheInstance()
    {
        Assert.True(Slice(new Site().Mig(1, ("3g.40gb", 4)).Instance(1, 1, instance => instance with { Processes = 2 })).Pinned);
    }

    [Fact]
    public void Build_WorkloadNobodyHereRuns_IsPinnedAndLeftAsItIs()
    {
        Site site = new Site { Runs = _ => false }.Mig(1, ("3g.40gb", 4)).Declare(Chat with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(5, 9) }).Replica("chat", 1, "3g.40gb", 4).Demand("chat", 99);

        ProblemReading reading = site.Build();

        Assert.True(reading.Problem.Gpus[0].Slices[0].Pinned);
        Assert.Equal((1.0, new ReplicaRange(0, 1), false), (reading.Problem.Workloads[0].PlanningRate, reading.Problem.Workloads[0].Replicas, reading.Problem.Workloads[0].Movable));
    }

    [Fact]
    public void Build_SeveralComputeInstances_ArePinned()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 4)).Declare(Chat).Replica("chat", 1, "3g.40gb", 4)
            .Instance(1, 1, instance => instance with { ComputeInstances = [new ComputeInstanceSnapshot(0, null), new ComputeInstanceSnapshot(1, null)] });

        Assert.True(Slice(site).Pinned);
    }

    [Fact]
    public void Build_InstanceWithoutAComputeInstance_IsFree()
    {
        SliceState slice = Slice(new Site().Mig(1, ("3g.40gb", 4)).Instance(1, 1, instance => instance with { ComputeInstances = [] }));

        Assert.Equal((null, false), (slice.Workload, slice.Pinned));
    }

    [Fact]
    public void Build_TwoWorkloadsOnOneInstance_PinItAndTheSecondIsStillCounted()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 4)).Declare(Chat).Declare(Site.Service("search", ("3g.40gb", 5)) with { Replicas = new ReplicaRange(1, 1) })
            .Replica("chat", 1, "3g.40gb", 4).Replica("search", 1, "3g.40gb", 4);

        ProblemReading reading = site.Build();
        WorkloadNeed search = reading.Problem.Workloads[1];

        Assert.Equal(("chat", true), (reading.Problem.Gpus[0].Slices[0].Workload, reading.Problem.Gpus[0].Slices[0].Pinned));
        Assert.Equal((0.0, 0), (search.PlanningRate, search.Replicas.Min));
    }

    [Fact]
    public void Build_ReplicaOnAnInstanceThatIsNotSeenYet_IsNotStartedAgain()
    {
        WorkloadNeed need = new Site().Mig(1).Declare(Chat with { Replicas = new ReplicaRange(1, 3) }).Replica("chat", 1, "3g.40gb", 4).Build().Problem.Workloads[0];

        Assert.Equal((0.0, new ReplicaRange(0, 2)), (need.PlanningRate, need.Replicas));
    }

    [Fact]
    public void Build_WholeGpu_IsItsOccupants()
    {
        GpuState named = new Site().Whole(1).Declare(Chat).Replica("chat", new Seat(Site.Uuid(1), null)).Build().Problem.Gpus[0];
        GpuState unnamed = new Site().Whole(1).Process(1, null, null).Build().Problem.Gpus[0];

        Assert.Equal(("chat", false), (named.WholeGpuWorkload, named.WholeGpuPinned));
        Assert.Equal((null, true), (unnamed.WholeGpuWorkload, unnamed.WholeGpuPinned));
    }

    [Fact]
    public void Build_PlacementsNotTold_FreezesTheGpuAndCountsWhatItsRuntimePutThere()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 4)).Instance(1, 1, instance => instance with { PlacementStart = null, PlacementSize = null }).Declare(Chat).Replica("chat", 1, "3g.40gb", 4);

        ProblemReading reading = site.Build();

        Assert.Equal((GpuUsability.Draining, "chat", true), (reading.Problem.Gpus[0].Usability, reading.Problem.Gpus[0].Slices[0].Workload, reading.Problem.Gpus[0].Slices[0].Pinned));
        Assert.Contains("does not tell where the instances", Assert.Single(reading.Holds, hold => hold.Interlock == Interlock.UnhealthyGpu).Sentence);
    }

    [Fact]
    public void Build_LostGpu_CanHoldNothingAndWhatRanThereIsPlannedAnew()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 4)).Mig(2).Declare(Chat).Replica("chat", 1, "3g.40gb", 4).Demand("chat", 5)
            .Change(1, gpu => gpu with { Availability = GpuAvailability.Lost, Mig = null, Memory = null, Trouble = "nvmlDeviceGetMemoryInfo: GPU_IS_LOST (15)" });

        ProblemReading reading = site.Build();

        Assert.Equal(GpuUsability.Unusable, reading.Problem.Gpus[0].Usability);
        Assert.Equal((6.0, 1), (reading.Problem.Workloads[0].PlanningRate, reading.Problem.Workloads[0].Replicas.Min));
        Assert.Contains(reading.Holds, hold => hold.Interlock == Interlock.UnhealthyGpu && hold.Sentence.Contains("GPU_IS_LOST (15)"));
    }

    [Fact]
    public void Build_UnresponsiveGpu_KeepsItsReplicasSoThatAHiccupStartsNobodyTwice()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 4)).Mig(2).Declare(Chat).Replica("chat", 1, "3g.40gb", 4).Demand("chat", 8)
            .Change(1, gpu => gpu with { Availability = GpuAvailability.Unresponsive, Mig = null, Memory = null });

        PlanningProblem problem = site.Build().Problem;

        Assert.Equal((GpuUsability.Draining, 10.0), (problem.Gpus[0].Usability, problem.Workloads[0].PlanningRate));
        Assert.True(problem.Gpus[0].Slices[0].Pinned);
    }

    [Theory]
    [InlineData(RecoveryAction.None, GpuUsability.Usable)]
    [InlineData(RecoveryAction.DrainAndReset, GpuUsability.Draining)]
    [InlineData(RecoveryAction.DrainP2p, GpuUsability.Draining)]
    [InlineData(RecoveryAction.Reset, GpuUsability.Unusable)]
    [InlineData(RecoveryAction.Reboot, GpuUsability.Unusable)]
    public void Build_RecoveryTheDriverAsksFor_LimitsTheGpu(RecoveryAction action, GpuUsability usability)
    {
        Assert.Equal(usability, new Site().Mig(1).Change(1, gpu => gpu with { Reliability = new ReliabilityReading { Recovery = action } }).Build().Problem.Gpus[0].Usability);
    }

    [Fact]
    public void Build_PendingMode_FreezesTheGpu()
    {
        GpuState gpu = new Site().Whole(1).Change(1, gpu => gpu with { Mig = gpu.Mig! with { Pending = true } }).Build().Problem.Gpus[0];

        Assert.Equal((GpuUsability.Draining, true), (gpu.Usability, gpu.WholeGpuPinned));
    }

    [Fact]
    public void Build_Quarantine_FreezesTheGpuSinceItBegan()
    {
        ProblemInputs inputs = new Site().Mig(1, ("3g.40gb", 4)).Declare(Chat).Replica("chat", 1, "3g.40gb", 4).Inputs();
        ProblemReading reading = new ProblemBuilder().Build(inputs with { Quarantines = [new Quarantine(Site.Uuid(1), Site.Noon - NodaTime.Duration.FromHours(2), "A step failed three times.")] });

        Assert.Equal((GpuUsability.Draining, true), (reading.Problem.Gpus[0].Usability, reading.Problem.Gpus[0].Slices[0].Pinned));
        Assert.Equal(Site.Noon - NodaTime.Duration.FromHours(2), Assert.Single(reading.Holds).Since);
    }

    [Fact]
    public void Build_GeometryNotToldWhileMigIsOff_IsTheLastOneTold()
    {
        Site site = new Site().Whole(1).Change(1, gpu => gpu with { Mig = gpu.Mig! with { Geometry = null } });
        GpuState never = site.Build().Problem.Gpus[0];
        site.Learned = LearnedState.Nothing with { Boards = [new LearnedBoard("h100-80gb-sxm", Site.Geometry, null)] };

        Assert.Null(never.Geometry);
        Assert.Equal(Site.Geometry, site.Build().Problem.Gpus[0].Geometry);
    }

    [Theory]
    [InlineData("NVIDIA H100 80GB HBM3", FabricState.Completed, 4, 0)]
    [InlineData("NVIDIA H100 80GB HBM3", FabricState.InProgress, 4, null)]
    [InlineData("NVIDIA A100-SXM4-80GB", null, 8, 0)]
    [InlineData("NVIDIA H100 NVL", null, 2, 0)]
    [InlineData("NVIDIA H100 NVL", null, 4, null)]
    public void Build_NvLink_MakesAnIslandOnlyWhereItIsCertain(string name, FabricState? fabric, int count, int? island)
    {
        Site site = new();
        for (int number = 1; number <= count; number++)
        {
            site.Whole(number).Change(number, gpu => gpu with { Identity = gpu.Identity with { Name = name }, NvLink = new NvLinkReading { ActiveLinks = 12, Fabric = fabric } });
        }

        Assert.All(site.Build().Problem.Gpus, gpu => Assert.Equal(island, gpu.NvLinkIsland));
    }

    [Theory]
    [InlineData("NVIDIA H100 80GB HBM3", "h100-80gb-sxm")]
    [InlineData("NVIDIA A100 80GB PCIe", "a100-80gb-pcie")]
    [InlineData("NVIDIA RTX PRO 9000 (Max-Q)", "rtx-pro-9000-max-q")]
    [InlineData("", "unknown")]
    public void Of_ProductName_IsAStableKey(string name, string key)
    {
        Assert.Equal(key, GpuModelKey.Of(new GpuIdentity { Index = 0, Name = name }));
    }

    private static SliceState Slice(Site site) => Assert.Single(Assert.Single(site.Build().Problem.Gpus).Slices);
}
