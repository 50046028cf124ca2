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
    private bool _isPersistent;
    private bool _migChanged;
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

    /// <summary>NVML's handle since the library was last opened; 0 when the driver does not list the GPU.</summary>
    public nint Device { get; private set; }

    /// <summary>Why the driver gave no handle; null when it did.</summary>
    public string? Missing { get; private set; }

    /// <summary>Session <see cref="Device"/> belongs to.</summary>
    public long Epoch { get; private set; } = -1;

    /// <summary>The driver listed the GPU the last time it was asked.</summary>
    public bool IsListed { get; set; }

    /// <summary>Events of the GPU arrive: a counter of zero then means that nothing happened.</summary>
    public bool IsHeard { get; set; }

    /// <summary>Completes when a call that outlasted its deadline has come back; null while there was none.</summary>
    public Task? Stuck { get; set; }

    /// <summary>A call about the GPU has not come back: nothing of this object may be touched but this and <see cref="StuckTrouble"/>.</summary>
    public bool IsStuck => Stuck is { IsCompleted: false };

    /// <summary>It can be asked and answered the last time.</summary>
    public bool IsHealthy => !IsStuck && Device != 0 && TroubleCode == NvmlReturn.Success;

    /// <summary>The driver would forget its instances if this process were its last client and closed it.</summary>
    public bool WouldLoseItsLayout => _mig.Layout.Records.Count > 0 && !_isPersistent;

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
        if (Epoch != epoch)
        {
            _probe.Forget();
            _fast.Forget();
            _slow.Forget();
            _mig.Forget();
            _activity.Forget();
            _mig.Layout.ForgetSamples();
            Epoch = epoch;
            _slowDue = true;
        }

        Device = device;
        Missing = null;
        _probe.Begin(nvml, device);
        _probe.Collector = Collector.Inventory;
        GpuIdentity identity = IdentityReader.Read(_probe, index, _topology, Identity);
        Identity = _probe.IsAlive ? identity : Identity with { Index = index };
        _isPersistent = _probe.Ask(NvmlFunction.DeviceGetPersistenceMode, static (nvml, device) => nvml.PersistenceMode(device)) is not (null or 0);
    }

    /// <summary>Notes that the driver does not list the GPU.</summary>
    public void Detach(string reason)
    {
        _slowDue = true; // everything is read anew once it is back
        _probe.End();
        _energy.Skip(null);
        Device = 0;
        Missing = reason;
    }

    /// <summary>Announces that layout changes are the optimizer's own until the answer is disposed of and one more cycle has seen the result.</summary>
    public IDisposable AnnounceLayoutChange() => _mig.Layout.Announce();

    /// <summary>The driver said that instances were changed, by anyone.</summary>
    public void NoteMigChange() => _migChanged = true;

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
        else
        {
            _energy.Skip(reading.Power);
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

    /// <summary>Frees the samples taken of its instances, which hold them: before one is destroyed. The next cycle begins anew.</summary>
    public void ReleaseSamples() => _mig.Layout.Renew();

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
        Reliability = new ReliabilityReading { Xids = XidCounts(), Events = EventCounts(), RowRemap = RowRemap },
    };

    // Where nobody listens, zero is not known; what was heard before stays true.
    private ValueArray<DriverEventCount> EventCounts() =>
        IsHeard ? Events.Events() : Events.Events().Where(static counted => counted.Count > 0).ToValueArray();

    private ValueArray<XidCount> XidCounts() =>
        IsHeard ? Events.Xids() : Events.Xids().Where(static counted => counted.Count > 0).ToValueArray();
}
