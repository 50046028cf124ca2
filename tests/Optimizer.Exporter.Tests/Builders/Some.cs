using NodaTime;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Builders;

/// <summary>Snapshots with good defaults. A test states only what it is about and changes it with <c>with</c> or the methods of <see cref="Shaping"/>.</summary>
public static class Some
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);

    /// <summary>A node with a driver and healthy collectors, without GPUs.</summary>
    public static NodeSnapshot Node(long sequence = 1) => new()
    {
        Sequence = sequence,
        At = Start + Duration.FromSeconds(sequence),
        Driver = new DriverVersions("580.95.05", "13.580.95.05", "13.0"),
        Health = Health(sequence),
    };

    /// <summary>What a node without an NVIDIA driver looks like.</summary>
    public static NodeSnapshot NodeWithoutDriver() => Node() with
    {
        Driver = null,
        Health = new SamplerHealth
        {
            Collectors = [new CollectorHealth("fast", Up: false, null, Duration.FromMilliseconds(1), 1, "libnvidia-ml.so.1 was not found.")],
            Reinitializations = [new ReinitializationCount(ReinitializationReason.DriverReload, 0)],
            DriverTrouble = "libnvidia-ml.so.1 was not found.",
        },
    };

    public static SamplerHealth Health(long runs = 1) => new()
    {
        Collectors =
        [
            Collector("events", runs),
            Collector("fast", runs),
            Collector("slow", 1),
        ],
        NvmlErrors = [new NvmlErrorCount("nvmlDeviceGetMemoryInfo_v2", "gpu_is_lost", 2)],
        Reinitializations = [.. Enum.GetValues<ReinitializationReason>().Select(reason => new ReinitializationCount(reason, 0))],
        Dropped = [new DroppedReading("mig_sm_activity_ratio", 3)],
    };

    public static CollectorHealth Collector(string name, long runs, double seconds = 0.002) =>
        new(name, Up: true, Start + Duration.FromSeconds(runs), Duration.FromSeconds(seconds), runs, Trouble: null);

    /// <summary>A Hopper board that can do MIG, with MIG off: everything NVML can answer is there.</summary>
    public static GpuSnapshot H100(int index = 0) => new()
    {
        Uuid = new GpuUuid($"GPU-{index:x8}-aaaa-bbbb-cccc-00000000000{index % 10}"),
        Availability = GpuAvailability.Up,
        Identity = new GpuIdentity
        {
            Index = (uint)index,
            Minor = (uint)index,
            Name = "NVIDIA H100 80GB HBM3",
            PciBusId = $"00000000:{(index * 16) + 16:X2}:00.0",
            Serial = $"16500{index:D8}",
            VbiosVersion = "96.00.74.00.01",
            Architecture = GpuArchitecture.Hopper,
            ComputeCapability = "9.0",
            Multiprocessors = 132,
        },
        Utilization = new DriverUtilization
        {
            BusyRatio = 0.93, MemoryBusyRatio = 0.41, EncoderBusyRatio = 0, DecoderBusyRatio = 0.05, JpegBusyRatio = 0, OfaBusyRatio = 0,
        },
        Activity = Activity(0.5),
        Memory = new MemoryUse(85_520_809_984, 34_359_738_368, 612_368_384),
        Thermal = new ThermalReading(54, 61, 33),
        Power = new PowerReading
        {
            Watts = 412.5, EnergyJoules = 1_234_567.25, EnforcedLimitWatts = 700, RequestedLimitWatts = 700, DefaultLimitWatts = 700,
            MinLimitWatts = 200, MaxLimitWatts = 700,
        },
        Clocks = new ClockReading
        {
            GraphicsHertz = 1_980e6, SmHertz = 1_980e6, MemoryHertz = 2_619e6, VideoHertz = 1_545e6, PerformanceState = 0,
            Events =
            [
                new ClockEvent(ClockEventReason.GpuIdle, false, null),
                new ClockEvent(ClockEventReason.SwPowerCap, true, 17.5),
                new ClockEvent(ClockEventReason.HwThermal, false, 0),
                new ClockEvent(ClockEventReason.Power, null, 17.5),
            ],
        },
        Pcie = new PcieReading
        {
            CurrentGeneration = 5, MaxGeneration = 5, CurrentLanes = 16, MaxLanes = 16, TxBytes = 987_654_321, RxBytes = 123_456_789_012, Replays = 0,
            Errors = [new PcieErrors(PcieErrorKind.Correctable, 0), new PcieErrors(PcieErrorKind.NonFatal, 1), new PcieErrors(PcieErrorKind.Fatal, 0)],
        },
        NvLink = new NvLinkReading
        {
            ActiveLinks = 18, InactiveLinks = 0, TxBytes = 5_000_000, RxBytes = 7_000_000, Fabric = FabricState.Completed,
            Errors = [new NvLinkErrors(NvLinkErrorKind.CrcFlit, 0), new NvLinkErrors(NvLinkErrorKind.Replay, 4)],
        },
        Reliability = Reliability(),
        Processes = new ProcessCounts(1, 0),
        ProcessList = [new GpuProcess { Pid = 4711, MemoryBytes = 34_000_000_000, Command = "python3", Workload = "train-1.service" }],
        Mig = new MigReading { Enabled = false, Pending = false, ActivitySource = ActivitySource.Gpm, Generation = 1 },
    };

    /// <summary>An Ampere board in MIG mode: no GPM, so no activity at all.</summary>
    public static GpuSnapshot A100(int index = 0) => (H100(index) with
    {
        Identity = H100(index).Identity with
        {
            Name = "NVIDIA A100-SXM4-80GB", Architecture = GpuArchitecture.Ampere, ComputeCapability = "8.0", Multiprocessors = 108,
        },
        Activity = null,
        Thermal = new ThermalReading(41, 44, null),
    }).WithMig("3g.40gb@0", "2g.20gb@4").WithoutActivity();

    /// <summary>A GPU the driver lost: what it was is known, what it does is not, its XIDs are remembered.</summary>
    public static GpuSnapshot LostGpu(int index = 0) => new()
    {
        Uuid = H100(index).Uuid,
        Availability = GpuAvailability.Lost,
        Trouble = "nvmlDeviceGetMemoryInfo_v2 returned GPU_IS_LOST.",
        Identity = H100(index).Identity,
        Reliability = new ReliabilityReading { Xids = [new XidCount(null, 79, 1, Start)] },
    };

    public static EngineActivity Activity(double level) => new()
    {
        GraphicsRatio = level, SmRatio = level * 0.9, SmOccupancyRatio = level * 0.4, DramRatio = level * 0.6,
        Pipes = [.. Enum.GetValues<Pipe>().Select(pipe => new PipeActivity(pipe, pipe == Pipe.Tensor ? level * 0.7 : 0.01))],
    };

    public static ReliabilityReading Reliability() => new()
    {
        EccEnabled = true,
        EccPending = true,
        EccErrors =
        [
            new EccErrorCount(EccSeverity.Corrected, EccScope.Volatile, EccLocation.All, 3),
            new EccErrorCount(EccSeverity.Uncorrected, EccScope.Lifetime, EccLocation.Dram, 0),
        ],
        RowRemap = new RowRemapReading(2, 0, Pending: false, Failed: false, Start),
        RemapBanks = new RowRemapBanks(639, 1, 0, 0, 0),
        Recovery = RecoveryAction.None,
        Xids = [new XidCount(null, 48, 0, null), new XidCount(null, 79, 0, null), new XidCount(null, 94, 2, Start)],
        Events = [.. Enum.GetValues<DriverEventKind>().Select(kind => new DriverEventCount(kind, 0))],
    };

    public static WorkloadUse Workload(string name, GpuUuid gpu, uint? instance, string profile) => new()
    {
        Name = name,
        Kind = WorkloadKind.Systemd,
        Owner = "search",
        Bindings = [new WorkloadBinding(gpu, instance, 6_000_000_000)],
        GpuTime = [new WorkloadGpuTime(profile, 3600.5)],
    };
}
