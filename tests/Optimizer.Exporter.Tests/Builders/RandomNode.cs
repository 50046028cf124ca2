using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Builders;

/// <summary>Snapshots a sampler should never make: sentinels, duplicates, hostile text. The page must stand up to them.</summary>
public sealed class RandomNode(int seed)
{
    private static readonly string[] Texts = ["plain", "", "with \"quotes\"", "back\\slash", "two\nlines", "ümläut ✓", "a{b=\"c\"} 1", "# HELP x"];
    private static readonly double[] Doubles = [0, 0.5, 1, 1.0000000001, 1.5, -1, double.NaN, double.PositiveInfinity, double.MaxValue, double.Epsilon, 4294967295];

    private readonly Random _random = new(seed);

    public NodeSnapshot Next(long sequence) => new()
    {
        Sequence = sequence,
        At = Some.Start + Duration.FromSeconds(sequence),
        Driver = Maybe(() => new DriverVersions(Text(), MaybeText(), MaybeText())),
        ExcludedGpus = _random.Next(3),
        Gpus = Many(4, Gpu),
        Workloads = Many(4, Workload),
        Health = new SamplerHealth
        {
            Collectors = Many(4, () => new CollectorHealth(Text(), Flip(), Maybe(At), Duration.FromSeconds(_random.NextDouble()), _random.Next(5), null)),
            NvmlErrors = Many(3, () => new NvmlErrorCount(Text(), Text(), _random.Next(9))),
            Reinitializations = Many(3, () => new ReinitializationCount(Any<ReinitializationReason>(), _random.Next(9))),
            Dropped = Many(3, () => new DroppedReading(Flip() ? "device_up" : Text(), _random.Next(9))),
        },
    };

    private GpuSnapshot Gpu() => new()
    {
        Uuid = new GpuUuid($"GPU-{_random.Next(3)}"),
        Availability = Any<GpuAvailability>(),
        Identity = new GpuIdentity { Index = (uint)_random.Next(3), Name = Text(), PciBusId = MaybeText(), Architecture = Any<GpuArchitecture>() },
        Utilization = Maybe(() => new DriverUtilization { BusyRatio = Number(), MemoryBusyRatio = Number(), OfaBusyRatio = Number() }),
        Activity = Activity(),
        Memory = Memory(),
        Thermal = Maybe(() => new ThermalReading(Number(), Number(), Number())),
        Power = Maybe(() => new PowerReading { Watts = Number(), EnergyJoules = Number(), MaxLimitWatts = Number() }),
        Clocks = Maybe(() => new ClockReading
        {
            SmHertz = Number(), PerformanceState = Maybe(() => _random.Next(-1, 16)),
            Events = Many(4, () => new ClockEvent(Any<ClockEventReason>(), Maybe(Flip), Number())),
        }),
        Pcie = Maybe(() => new PcieReading
        {
            TxBytes = Count(), RxBytes = Count(), Replays = Count(), Errors = Many(4, () => new PcieErrors(Any<PcieErrorKind>(), Count() ?? 0)),
        }),
        NvLink = Maybe(() => new NvLinkReading
        {
            ActiveLinks = _random.Next(18), TxBytes = Count(), Fabric = Maybe(Any<FabricState>),
            Errors = Many(4, () => new NvLinkErrors(Any<NvLinkErrorKind>(), Count() ?? 0)),
        }),
        Reliability = new ReliabilityReading
        {
            EccEnabled = Maybe(Flip),
            EccErrors = Many(4, () => new EccErrorCount(Any<EccSeverity>(), Any<EccScope>(), Any<EccLocation>(), Count() ?? 0)),
            RowRemap = Maybe(() => new RowRemapReading(Count() ?? 0, 0, Flip(), Flip(), At())),
            Recovery = Maybe(Any<RecoveryAction>),
            Xids = Many(5, () => new XidCount(Maybe(() => (uint)_random.Next(3)), (uint)_random.Next(90, 93), Count() ?? 0, Maybe(At))),
            Events = Many(3, () => new DriverEventCount(Any<DriverEventKind>(), Count() ?? 0)),
        },
        Processes = Maybe(() => new ProcessCounts(_random.Next(-1, 4), Maybe(() => _random.Next(4)))),
        ProcessList = Many(4, () => new GpuProcess { Pid = (uint)_random.Next(5), GpuInstanceId = Maybe(() => (uint)_random.Next(2)), MemoryBytes = Count(), Command = MaybeText() }),
        Mig = Maybe(Mig),
    };

    private MigReading Mig() => new()
    {
        Enabled = Flip(),
        Pending = Flip(),
        ActivitySource = Any<ActivitySource>(),
        Layout = Text(),
        ChangesByOthers = _random.Next(-1, 5),
        FragmentationRatio = Number(),
        Slices = Maybe(() => new SliceUse(new SliceStates(1, 2, 3, 1), new SliceStates(-1, 0, 8, 0))),
        Placeable = Many(3, () => new PlaceableInstances(Text(), _random.Next(4))),
        Instances = Many(5, () => new GpuInstanceSnapshot
        {
            Id = (uint)_random.Next(4), Profile = _random.Next(2) == 0 ? "1g.10gb" : "3g.40gb", Activity = Activity(), Memory = Memory(),
            EstimatedEnergyJoules = Number(), IdleSeconds = Number(), PlacementStart = Maybe(() => (uint)_random.Next(8)),
            ComputeInstances = Many(3, () => new ComputeInstanceSnapshot((uint)_random.Next(2), MaybeText())),
        }),
    };

    private WorkloadUse Workload() => new()
    {
        Name = Text(),
        Kind = Any<WorkloadKind>(),
        Owner = MaybeText(),
        Bindings = Many(3, () => new WorkloadBinding(new GpuUuid($"GPU-{_random.Next(3)}"), Maybe(() => (uint)_random.Next(3)), Count())),
        GpuTime = Many(2, () => new WorkloadGpuTime(Text(), Number() ?? 0)),
    };

    private EngineActivity? Activity() => Maybe(() => new EngineActivity
    {
        GraphicsRatio = Number(), SmRatio = Number(), SmOccupancyRatio = Number(), DramRatio = Number(),
        Pipes = Many(4, () => new PipeActivity(Any<Pipe>(), Number() ?? 0)),
    });

    private MemoryUse? Memory() => Maybe(() => new MemoryUse(Count() ?? 0, Count(), Count()));

    private double? Number() => _random.Next(4) == 0 ? null : Doubles[_random.Next(Doubles.Length)];

    private ulong? Count() => _random.Next(4) switch
    {
        0 => null,
        1 => ulong.MaxValue,
        _ => (ulong)_random.Next(100),
    };

    private Instant At() => Some.Start + Duration.FromSeconds(_random.Next(1000));

    private string Text() => Texts[_random.Next(Texts.Length)];

    private string? MaybeText() => Flip() ? Text() : null;

    private bool Flip() => _random.Next(2) == 0;

    private TEnum Any<TEnum>()
        where TEnum : struct, Enum
    {
        TEnum[] all = Enum.GetValues<TEnum>();
        return all[_random.Next(all.Length)];
    }

    private T? Maybe<T>(Func<T> make)
        where T : class => Flip() ? make() : null;

    private T? Maybe<T>(Func<T> make, T? none = null)
        where T : struct => Flip() ? make() : none;

    private ValueArray<T> Many<T>(int most, Func<T> make) => Enumerable.Range(0, _random.Next(most + 1)).Select(_ => make()).ToValueArray();
}
