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
    private NodeSnapshot? _latest;
    private DriverVersions? _versions;
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
        _connection = new DriverConnection(session, executor, options);
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
        if (_session.State == NvmlSessionState.Lent && _latest is not null)
        {
            return _latest;
        }

        Cycle cycle = NextCycle();
        _collectors.Begin();
        List<GpuSnapshot> gpus = [];
        if (await _connection.EnsureOpenAsync(_uptime, cancellationToken) && await RefreshInventoryAsync(cycle, cancellationToken))
        {
            await ReadEventsAsync(cycle, cancellationToken);
            foreach (GpuObserver gpu in _fleet.Present)
            {
                gpus.Add(await ObserveAsync(gpu, cycle, cancellationToken));
            }

            await ReactAsync(cancellationToken);
        }
        else
        {
            _collectors.Failed(Collector.Inventory, _connection.Trouble ?? "NVML is not open.");
            gpus.AddRange(_fleet.Present.Select(gpu => gpu.Lost(_connection.Trouble)));
        }

        return Publish(Compose(cycle, gpus));
    }

    /// <summary>Closes NVML and keeps it closed until the lease is given back: for a GPU reset or a MIG mode change.</summary>
    /// <exception cref="InvalidOperationException">It is lent already, or a call did not come back and NVML cannot be closed.</exception>
    public async Task<NvmlLease> LendAsync(CancellationToken cancellationToken)
    {
        _connection.Lent();
        return await _executor.RunAsync(_session.Lend, cancellationToken) is NvmlRun<NvmlLease>.Completed lent
            ? lent.Value
            : throw new InvalidOperationException("NVML could not be closed: a call into it has not come back.");
    }

    /// <summary>Announces that the next layout change of a GPU is the optimizer's own, so that it is not taken for somebody else's.</summary>
    public void ExpectLayoutChange(GpuUuid gpu) => _fleet.Find(gpu)?.ExpectLayoutChange();

    /// <summary>Closes NVML; leaves it open for the end of the process to clean up while a call into it has not come back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_fleet.NoneStuck)
        {
            // Shutting down and unloading a library that a thread stands in can end in a crash, and waiting for it makes the stop slow.
            _session.Abandon();
        }
        else if (_session.State == NvmlSessionState.Open)
        {
            await _connection.CloseAsync(ReinitializationReason.Lost, "The daemon stops.", CancellationToken.None);
        }

        _session.Closing -= ReleaseDriverObjects;
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

        return new Cycle(++_sequence, _clocks.Wall.GetCurrentInstant(), since, slow);
    }

    private async Task<GpuSnapshot> ObserveAsync(GpuObserver gpu, Cycle cycle, CancellationToken cancellationToken)
    {
        if (gpu.Stuck is { IsCompleted: false })
        {
            return gpu.Unresponsive(gpu.StuckTrouble);
        }

        gpu.Stuck = null;
        if (gpu.Device == 0 || !_session.TryGet(out NvmlLibrary? nvml))
        {
            _collectors.Failed(Collector.Inventory, gpu.Missing ?? $"{gpu.Uuid} has no handle.");
            return gpu.Lost(gpu.Missing);
        }

        switch (await _executor.RunAsync(() => Guarded(gpu, nvml, cycle), cancellationToken))
        {
            case NvmlRun<GpuSnapshot>.Completed completed:
                return completed.Value;
            case NvmlRun<GpuSnapshot>.Late late:
                gpu.StuckTrouble = late.Function is NvmlFunction function
                    ? $"{function.CName()} on {gpu.Uuid} has not come back after {late.Elapsed.TotalSeconds:0.0} s; the GPU is left alone until it does."
                    : $"{gpu.Uuid} was not asked: {NvmlThread.MaxStuckThreads} calls into NVML have not come back.";
                gpu.Stuck = late.Unwound;
                _collectors.Failed(Collector.Inventory, gpu.StuckTrouble);
                return gpu.Unresponsive(gpu.StuckTrouble);
            default:
                throw new InvalidOperationException("An NVML job ends completed or late.");
        }
    }

    // Recovers from readings no rule foresaw (a driver's wild numbers, a mistake of ours): they cost one GPU's cycle, not the daemon.
    private GpuSnapshot Guarded(GpuObserver gpu, NvmlLibrary nvml, Cycle cycle)
    {
        try
        {
            return gpu.Observe(nvml, cycle);
        }
        catch (Exception surprise) when (surprise is ArithmeticException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            LogSurprise(_logger, surprise, gpu.Uuid);
            string trouble = $"Reading {gpu.Uuid} failed inside the daemon: {surprise.Message} Please report this with the log.";
            _collectors.Failed(Collector.Inventory, trouble);
            return gpu.Lost(trouble);
        }
    }

    // A code that says the driver is gone closes the session for everyone; a lost GPU alone does not, or one dead board would silence the rest.
    private async Task ReactAsync(CancellationToken cancellationToken)
    {
        foreach (GpuObserver gpu in _fleet.Present)
        {
            if (gpu.Stuck is null && DriverConnection.ReasonOf(gpu.TroubleCode) is ReinitializationReason reason)
            {
                await _connection.CloseAsync(reason, gpu.Trouble ?? "The driver is gone.", cancellationToken);
                return;
            }
        }

        if (_fleet.AnyLost && _fleet.NoneStuck)
        {
            await RetryLostAsync(cancellationToken);
        }
        else if (!_fleet.AnyLost)
        {
            _lostRetry.Succeeded();
        }
    }

    // A GPU that came back after a reset is seen only by a session opened after it; asked rarely, since opening attaches every GPU.
    private async Task RetryLostAsync(CancellationToken cancellationToken)
    {
        bool first = !_fleet.LostBefore;
        if (!first && _lostRetry.IsDue(_uptime))
        {
            _lostRetry.Failed(_uptime);
            await _connection.CloseAsync(ReinitializationReason.Lost, "NVML is opened again to look for a lost GPU.", cancellationToken);
        }
        else if (first)
        {
            _lostRetry.Failed(_uptime);
        }

        _fleet.LostBefore = true;
    }

    private void ReleaseDriverObjects()
    {
        _events.Dispose();
        foreach (GpuObserver gpu in _fleet.All)
        {
            if (gpu.Stuck is null or { IsCompleted: true })
            {
                gpu.Dispose();
            }
        }
    }

    private NodeSnapshot Publish(NodeSnapshot snapshot)
    {
        LogChanges(_latest, snapshot);
        Volatile.Write(ref _latest, snapshot);
        return snapshot;
    }

    private NodeSnapshot Compose(Cycle cycle, List<GpuSnapshot> gpus)
    {
        gpus.Sort(static (left, right) => (left.Identity.Index, left.Uuid).CompareTo((right.Identity.Index, right.Uuid)));
        return new NodeSnapshot
        {
            Sequence = cycle.Number,
            At = cycle.At,
            Driver = _session.State == NvmlSessionState.Open ? _versions : null,
            Gpus = gpus.ToValueArray(),
            ExcludedGpus = _fleet.Excluded,
            Workloads = _collectors.IsEnabled(Collector.Processes) ? _workloads.Update(_fleet.WithProcesses(gpus), cycle) : [],
            Health = new SamplerHealth
            {
                Collectors = _collectors.End(cycle.At),
                NvmlErrors = _session.Errors.Read().Select(static error => new NvmlErrorCount(error.Function.CName(), error.Code.MetricName(), error.Count)).ToValueArray(),
                Reinitializations = _connection.Reopened,
                Dropped = _guard.Read(),
                DriverTrouble = _session.State == NvmlSessionState.Open ? null : _connection.Trouble,
            },
        };
    }
}
