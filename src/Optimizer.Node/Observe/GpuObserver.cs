using Optimizer.Control.Ports;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe.Mig;
using Optimizer.Node.Observe.Readers;
using Optimizer.Node.Processes;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>Observes one GPU: everything about it that is kept between cycles, and the order in which it is read.</summary>
/// <remarks>Runs on the NVML executor. While a call about the GPU is stuck, nothing here may be touched (see <see cref="Stuck"/>).</remarks>
internal sealed partial class GpuObserver : IDisposable
{
    private readonly GpuProbe _probe;
    private readonly CollectorLedger _collectors;
    private readonly ReadingGuard _guard;
    private readonly SamplerOptions _options;
    private readonly IHostTopology _topology;
    private readonly FieldBatch _fast = new(FastFields, FastLinkFields);
    private readonly FieldBatch _slow = new(SlowFields, SlowLinkFields);
    private readonly MigReader _mig = new();
    private readonly PowerReader _power = new();
    private readonly ClockReader _clocks = new();
    private readonly PcieReader _pcie = new();
    private readonly NvLinkReader _nvlink = new();
    private readonly ReliabilityReader _reliability = new();
    private readonly ActivityReader _activity;
    private readonly ProcessReader _processes;
    private readonly EnergyAttribution _energy = new();
    private readonly List<(InstanceRecord Record, double? Activity, bool HasProcesses)> _use = [];
    private long _epoch = -1;
    private bool _slowDue;

    public GpuObserver(
        GpuUuid uuid,
        uint index,
        SamplerOptions options,
        CollectorLedger collectors,
        ReadingGuard guard,
        IHostTopology topology,
        ProcessDirectory directory)
    {
        Uuid = uuid;
        _options = options;
        _collectors = collectors;
        _guard = guard;
        _topology = topology;
        _probe = new GpuProbe(uuid, collectors);
        _activity = new ActivityReader(options.AllPipes);
        _processes = new ProcessReader(directory);
        Events = new EventLedger(options.WatchedXids);
        Identity = new GpuIdentity { Index = index, Name = "unknown" };
    }

    public GpuUuid Uuid { get; }

    /// <summary>Kept from the last good reading while the GPU is lost.</summary>
    public GpuIdentity Identity { get; private set; }

    public EventLedger Events { get; }

    /// <summary>Handle of this session; 0 when the driver does not list the GPU.</summary>
    public nint Device { get; private set; }

    /// <summary>Why the driver gave no handle; null when it did.</summary>
    public string? Missing { get; private set; }

    /// <summary>Completes when a call that outlasted its deadline has come back; null or complete while the GPU may be asked.</summary>
    public Task? Stuck { get; set; }

    /// <summary>What is stuck, one sentence; empty while nothing is.</summary>
    public string StuckTrouble { get; set; } = string.Empty;

    /// <summary>Why the last reading ended early; null when it went through.</summary>
    public string? Trouble => _probe.Trouble;

    /// <summary>The code that ended the last reading early; success when it went through.</summary>
    public NvmlReturn TroubleCode => _probe.TroubleCode;

    /// <summary>Processes of the last reading, with who they are.</summary>
    public IReadOnlyList<(GpuProcess Process, KnownProcess Known)> Processes => _processes.Found;

    /// <summary>The last remap state, to be kept over a restart.</summary>
    public RowRemapReading? RowRemap
    {
        get => _reliability.RowRemap;
        set => _reliability.RowRemap = value;
    }

    /// <summary>Takes the handle of a new session or inventory, and reads what the GPU is.</summary>
    public void Attach(NvmlLibrary nvml, long epoch, nint device, uint index)
    {
        if (_epoch != epoch)
        {
            _probe.Forget();
            _fast.Forget();
            _slow.Forget();
            _mig.Forget();
            _activity.Forget();
            _epoch = epoch;
            _slowDue = true;
        }

        Device = device;
        Missing = null;
        _probe.Begin(nvml, device);
        _probe.Collector = Collector.Inventory;
        GpuIdentity identity = IdentityReader.Read(_probe, index, _topology);
        Identity = _probe.IsAlive ? identity : Identity with { Index = index };
    }

    /// <summary>Notes that the driver does not list the GPU.</summary>
    public void Detach(string reason)
    {
        _slowDue = true; // everything is read anew once it is back
        Device = 0;
        Missing = reason;
    }

    /// <summary>Announces that the next layout change is the optimizer's own.</summary>
    public void ExpectLayoutChange() => _mig.Layout.Expect();

    /// <summary>Reads everything that is due.</summary>
    public GpuSnapshot Observe(NvmlLibrary nvml, Cycle cycle)
    {
        _probe.Begin(nvml, Device);
        bool slow = cycle.Slow || _slowDue;
        bool hasMig = ReadMig(ref slow);
        ReadFields(slow);
        GpuSnapshot reading = ReadDevice(cycle, slow);
        if (hasMig && _probe.IsAlive)
        {
            reading = reading with { Mig = ReadInstances(cycle, reading) };
        }

        if (!_probe.IsAlive)
        {
            _slowDue = true; // everything is read anew once it is back
            return Lost(_probe.Trouble);
        }

        _slowDue = false;
        return reading;
    }

    /// <summary>The GPU without readings.</summary>
    public GpuSnapshot Lost(string? trouble) => Absent(GpuAvailability.Lost, trouble);

    /// <summary>The GPU while a call about it does not come back.</summary>
    public GpuSnapshot Unresponsive(string trouble) => Absent(GpuAvailability.Unresponsive, trouble);

    /// <summary>Frees GPM samples while the session is still open.</summary>
    public void Dispose()
    {
        _activity.Dispose();
        _mig.Dispose();
    }

    private GpuSnapshot Absent(GpuAvailability availability, string? trouble) => new()
    {
        Uuid = Uuid,
        Availability = availability,
        Trouble = trouble,
        Identity = Identity,
        Reliability = new ReliabilityReading { Xids = Events.Xids(), Events = EventCounts(), RowRemap = RowRemap },
    };

    private ValueArray<DriverEventCount> EventCounts() => _collectors.IsEnabled(Collector.Events) ? Events.Events() : [];
}
