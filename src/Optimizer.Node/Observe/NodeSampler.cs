using Microsoft.Extensions.Logging;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Processes;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;

namespace Optimizer.Node.Observe;

/// <summary>Observes the node: one immutable snapshot per cycle, whatever goes wrong with a GPU, a call or the driver.</summary>
/// <remarks>
/// <see cref="SampleAsync"/> is called by one caller at a time; <see cref="Latest"/> may be read by any. Each GPU is read in a job of its own, so
/// that a lost GPU or a call that never returns costs that GPU's readings and nothing else. Only reads; the exporter never waits for it.
/// </remarks>
public sealed partial class NodeSampler : IAsyncDisposable
{
    /// <summary>Calls that may outlast their deadline in one cycle; further GPUs wait for the next, so that a cycle stays shorter than the watchdog.</summary>
    public const int MaxLateJobs = 2;

    private readonly NvmlSession _session;
    private readonly INvmlExecutor _executor;
    private readonly SamplerClocks _clocks;
    private readonly SamplerOptions _options;
    private readonly DriverConnection _connection;
    private readonly CollectorLedger _collectors;
    private readonly ReadingGuard _guard = new();
    private readonly EventFeed _events;
    private readonly WorkloadLedger _workloads = new();
    private readonly GpuFleet _fleet;
    private readonly Backoff _lostRetry;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HashSet<(string Gpu, ulong Xid)> _loggedXids = [];
    private NodeSnapshot? _latest;
    private DriverVersions? _versions;
    private Task? _eventsStuck;
    private bool _lostBefore;
    private int _lateJobs;
    private long _sequence;
    private long _lastTimestamp;
    private Duration _uptime = Duration.Zero;
    private Duration _slowAt = Duration.Zero;
    private Duration _inventoryAt = Duration.Zero;
    private long _inventoryEpoch = -1;

    /// <summary>Creates a sampler; the first cycle opens NVML.</summary>
    /// <param name="session">NVML; only this sampler opens and closes it, others lend it through <see cref="LendAsync"/>.</param>
    /// <param name="executor">Where NVML is called.</param>
    /// <param name="processes">Who processes are.</param>
    /// <param name="topology">Where GPUs sit in the host.</param>
    /// <param name="clocks">The clocks.</param>
    /// <param name="options">How to work.</param>
    /// <param name="logger">Says what changed: GPUs, driver, layouts.</param>
    public NodeSampler(
        NvmlSession session,
        INvmlExecutor executor,
        IProcessTable processes,
        IHostTopology topology,
        SamplerClocks clocks,
        SamplerOptions options,
        ILogger<NodeSampler> logger)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(clocks);
        ArgumentNullException.ThrowIfNull(options);
        _session = session;
        _executor = executor;
        _clocks = clocks;
        _options = options;
        _logger = logger;
        _connection = new DriverConnection(session, executor, clocks.Stopwatch, options);
        _collectors = new CollectorLedger(clocks.Stopwatch, options.Collectors);
        _events = new EventFeed(options.EventThread);
        _fleet = new GpuFleet(options, _collectors, _guard, topology, new ProcessDirectory(processes));
        _lostRetry = new Backoff(options.InventoryPeriod, Duration.FromHours(1));
        session.Closing += ReleaseDriverObjects;
    }

    /// <summary>The newest snapshot; null before the first cycle.</summary>
    public NodeSnapshot? Latest => Volatile.Read(ref _latest);

    /// <summary>Runs one cycle and publishes its snapshot.</summary>
    /// <param name="cancellationToken">Gives up between jobs; nothing is published then.</param>
    /// <returns>The snapshot; the previous one while NVML is lent for a reset.</returns>
    public async Task<NodeSnapshot> SampleAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _session.State == NvmlSessionState.Lent && _latest is not null ? _latest : await CycleAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes NVML, after the cycle at work, and keeps it closed until the lease is given back: for a GPU reset or a MIG mode change.</summary>
    /// <exception cref="InvalidOperationException">It is lent already, or a call has not come back, so that this process still holds the driver.</exception>
    public async Task<NvmlLease> LendAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await _connection.LendAsync(_uptime, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Announces that layout changes of a GPU are the optimizer's own until the answer is disposed of (and the next cycle has seen the result), so
    /// that they are not taken for somebody else's. Thread safe.
    /// </summary>
    /// <returns>Null when no such GPU is known.</returns>
    public IDisposable? AnnounceLayoutChange(GpuUuid gpu) => _fleet.Find(gpu)?.AnnounceLayoutChange();

    /// <summary>Closes NVML.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        if (_session.State == NvmlSessionState.Open)
        {
            // A driver that hangs would hang the goodbye too; the process takes its session with it.
            Task[] inside = [.. _fleet.All.Where(static gpu => gpu.IsStuck).Select(static gpu => gpu.Stuck!)];
            if (inside.Length > 0)
            {
                _session.Abandon(Task.WhenAll(inside));
            }
            else
            {
                await _connection.CloseAsync(ReinitializationReason.Lost, "The daemon stops.", null, CancellationToken.None);
            }
        }

        _session.Closing -= ReleaseDriverObjects;
        _gate.Dispose();
    }

    private async Task<NodeSnapshot> CycleAsync(CancellationToken cancellationToken)
    {
        Cycle cycle = NextCycle();
        _collectors.Begin();
        _lateJobs = 0;
        List<GpuSnapshot> gpus = [];
        bool open = await _connection.EnsureOpenAsync(_uptime, cancellationToken) && await RefreshInventoryAsync(cycle, cancellationToken);
        if (open)
        {
            await ReadEventsAsync(cycle, cancellationToken);
            foreach (GpuObserver gpu in _fleet.All)
            {
                gpus.Add(await ObserveAsync(gpu, cycle, cancellationToken));
            }
        }
        else
        {
            _collectors.Failed(Collector.Inventory, _connection.Trouble ?? "NVML is not open.");
            gpus.AddRange(_fleet.All.Select(gpu => gpu.IsStuck ? gpu.Unresponsive(gpu.StuckTrouble) : gpu.Lost(_connection.Trouble)));
        }

        NodeSnapshot seen = Compose(cycle, gpus, open);
        if (open)
        {
            await ReactAsync(cancellationToken);
        }

        return Publish(seen);
    }

    private Cycle NextCycle()
    {
        long now = _clocks.Elapsed.GetTimestamp();
        Duration since = _sequence == 0 ? Duration.Zero : Duration.FromTimeSpan(_clocks.Elapsed.GetElapsedTime(_lastTimestamp, now));
        _lastTimestamp = now;
        _uptime += since;
        bool slow = _uptime >= _slowAt;
        if (slow)
        {
            _slowAt = _uptime + _options.SlowPeriod;
        }

        return new Cycle(++_sequence, _clocks.Wall.GetCurrentInstant(), since, _uptime, slow);
    }

    private async Task<GpuSnapshot> ObserveAsync(GpuObserver gpu, Cycle cycle, CancellationToken cancellationToken)
    {
        if (gpu.IsStuck)
        {
            _collectors.Failed(Collector.Inventory, gpu.StuckTrouble);
            return gpu.Unresponsive(gpu.StuckTrouble);
        }

        // A handle of an earlier session is dead; the inventory of the next cycle gets a new one.
        if (gpu.Device != 0 && gpu.Epoch != _session.Epoch)
        {
            _inventoryEpoch = -1;
            gpu.Detach($"{gpu.Uuid} has no handle yet since NVML was opened again.");
        }

        if (gpu.Device == 0 || !_session.TryGet(out NvmlLibrary? nvml))
        {
            _collectors.Failed(Collector.Inventory, gpu.Missing ?? $"{gpu.Uuid} has no handle.");
            return gpu.Lost(gpu.Missing);
        }

        if (_lateJobs >= MaxLateJobs)
        {
            return gpu.Unresponsive($"{gpu.Uuid} was not asked in this cycle: calls about other GPUs hang.");
        }

        switch (await _executor.RunAsync(() => Guarded(gpu, nvml, cycle), cancellationToken))
        {
            case NvmlRun<GpuSnapshot>.Completed completed:
                return completed.Value;
            case NvmlRun<GpuSnapshot>.Late late:
                MarkStuck(gpu, late.Function, late.Elapsed, late.Unwound);
                return gpu.Unresponsive(gpu.StuckTrouble);
            default:
                throw new InvalidOperationException("An NVML job ends completed or late.");
        }
    }

    private NodeSnapshot Publish(NodeSnapshot snapshot)
    {
        LogChanges(_latest, snapshot);
        Volatile.Write(ref _latest, snapshot);
        return snapshot;
    }

    private NodeSnapshot Compose(Cycle cycle, List<GpuSnapshot> gpus, bool open)
    {
        gpus.Sort(static (left, right) => (left.Identity.Index, left.Uuid).CompareTo((right.Identity.Index, right.Uuid)));
        return new NodeSnapshot
        {
            Sequence = cycle.Number,
            At = cycle.At,
            Driver = open ? _versions : null,
            Gpus = gpus.ToValueArray(),
            ExcludedGpus = _fleet.Excluded,
            Workloads = _collectors.IsEnabled(Collector.Processes) ? _workloads.Update(_fleet.WithProcesses(gpus), cycle) : [],
            Health = new SamplerHealth
            {
                Collectors = _collectors.End(cycle.At),
                NvmlErrors = _session.Errors.Read().Select(static error => new NvmlErrorCount(error.Function.CName(), error.Code.MetricName(), error.Count)).ToValueArray(),
                Reinitializations = _connection.Reopened,
                Dropped = _guard.Read(),
                DriverTrouble = open ? null : _connection.Trouble,
            },
        };
    }
}
