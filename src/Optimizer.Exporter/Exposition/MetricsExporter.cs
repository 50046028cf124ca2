using NodaTime;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Families;
using Optimizer.Model.Acting;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Prometheus;

namespace Optimizer.Exporter.Exposition;

/// <summary>Turns the latest snapshot into Prometheus pages. Thread-safe; a scrape never reaches the hardware.</summary>
/// <remarks>
/// Publishing swaps a reference and adds up what must not be lost between scrapes. The snapshot is applied to the registry by the first scrape that needs it, and applying and
/// rendering happen under one gate, so that no page mixes two cycles and what is not in the snapshot is not on the page.
/// </remarks>
public sealed class MetricsExporter : IDisposable
{
    // With nobody scraping, runs and measurements would gather for ever; at this many (over ten minutes of a one-second cycle) the publisher applies them itself.
    private const int MostWaiting = 4096;

    private readonly ExporterOptions _options;
    private readonly SeriesTable _table;
    private readonly PageCache _pages;
    private readonly bool _caching;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lock _published = new();
    private readonly CollectorRuns _runs = new();
    private readonly ControlFeed _control;
    private readonly TimeProvider? _elapsed;
    private readonly long _started;
    private NodeSnapshot? _snapshot;
    private DemandForecast? _forecast;
    private ConfigReload? _reload;
    private WorkloadMatcher? _declarations;
    private long _changes = 1;
    private long _appliedChanges;
    private long? _appliedSequence;
    private long _version;

    /// <summary>An exporter with a registry of its own.</summary>
    /// <param name="options">What the operator chose.</param>
    /// <param name="elapsed">A clock that is never set, for the time of GPUs by state; the sampler's. Null: the snapshots' own times, where a step of the clock counts as
    /// no time (back) or as unavailable (more than minutes forward).</param>
    /// <exception cref="ArgumentException">A family filter names a family that does not exist, or a limit is out of range.</exception>
    public MetricsExporter(ExporterOptions options, TimeProvider? elapsed = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.ProcessSeriesLimit < 0 || options.SeriesLimitPerFamily < 1)
        {
            throw new ArgumentException("ProcessSeriesLimit must be 0 or more and SeriesLimitPerFamily 1 or more.", nameof(options));
        }

        _options = options;
        _elapsed = elapsed;
        _started = elapsed?.GetTimestamp() ?? 0;
        _control = new ControlFeed(options.IdleThresholdRatio);
        _caching = options.CachePages && !options.RuntimeMetrics;
        FamilyFilter filter = new(options);
        _table = new SeriesTable(Registry, MetricCatalogue.Families, Cap, filter.IsFiltered);
        _pages = new PageCache(Registry);
        if (options.RuntimeMetrics)
        {
            DotNetStats.Register(Registry);
        }
    }

    /// <summary>The registry behind the pages, for attaching other meters (see <see cref="ExporterOptions.CachePages"/>). Collect through this class only.</summary>
    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    /// <summary>Makes a snapshot the one to expose. Call once per cycle; returns at once. The same sequence number again changes nothing.</summary>
    public void Publish(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        bool full;
        lock (_published)
        {
            if (_snapshot?.Sequence == snapshot.Sequence)
            {
                return;
            }

            _runs.Gather(snapshot.Health);
            _control.Take(snapshot, Clock(snapshot));
            _snapshot = snapshot;
            _changes++;
            full = IsFull();
        }

        if (full)
        {
            ApplyUnlessRendering();
        }
    }

    /// <summary>Makes forecasts the ones to expose. Returns at once. The same value again changes nothing.</summary>
    public void PublishForecast(DemandForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        lock (_published)
        {
            _changes += ReferenceEquals(_forecast, forecast) ? 0 : 1;
            _forecast = forecast;
        }
    }

    /// <summary>Makes a report the one to expose, and gathers its measurements. Returns at once. An equal report again changes nothing.</summary>
    public void PublishControl(ControlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        bool full;
        lock (_published)
        {
            _changes += _control.Take(report) ? 1 : 0;
            full = IsFull();
        }

        if (full)
        {
            ApplyUnlessRendering();
        }
    }

    /// <summary>Tells which workloads are declared, so that the page can say which observed one each declared one is. Once, before the first scrape.</summary>
    public void Declare(WorkloadMatcher declarations)
    {
        ArgumentNullException.ThrowIfNull(declarations);
        lock (_published)
        {
            _declarations = declarations;
            _changes++;
        }
    }

    /// <summary>Reports how reading the configuration went, at start and at every reload.</summary>
    public void ReportConfigReload(bool successful, Instant at)
    {
        lock (_published)
        {
            _reload = new ConfigReload(successful, successful ? at : _reload?.LastSuccessAt);
            _changes++;
        }
    }

    /// <summary>Renders the latest snapshot. Before the first there is only what the exporter knows of itself.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while another page was being rendered.</exception>
    public async ValueTask<ExpositionPage> RenderAsync(ExpositionFormat format, bool gzip, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            Apply();
            return await _pages.PageAsync(format, gzip, _version);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private int Cap(MetricFamily family)
    {
        if (ReferenceEquals(family, HealthFamilies.DroppedSeries))
        {
            return family.SeriesCap;
        }

        int cap = ReferenceEquals(family, WorkloadFamilies.PerProcess) ? Math.Min(family.SeriesCap, _options.ProcessSeriesLimit) : family.SeriesCap;
        return _options.SeriesLimitPerFamily >= ExporterOptions.UnsetSeriesLimit ? cap : Math.Min(cap, _options.SeriesLimitPerFamily);
    }

    private bool IsFull() => _runs.Waiting > MostWaiting || _control.Waiting > MostWaiting;

    private Duration Clock(NodeSnapshot snapshot) =>
        _elapsed is { } clock ? Duration.FromTimeSpan(clock.GetElapsedTime(_started)) : snapshot.At - NodaConstants.UnixEpoch;

    private void ApplyUnlessRendering()
    {
        // A scrape in progress holds the gate: then the next cycle tries again.
        if (!_gate.Wait(0))
        {
            return;
        }

        try
        {
            Apply();
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Apply()
    {
        ExpositionInput input;
        long changes;
        lock (_published)
        {
            if (!_caching)
            {
                _version++;
            }

            if (_changes == _appliedChanges)
            {
                return;
            }

            changes = _changes;
            input = new ExpositionInput
            {
                Options = _options,
                Snapshot = _snapshot,
                Forecast = _forecast,
                Control = _control.Hand(),
                Declarations = _declarations,
                Reload = _reload,
                Runs = _runs.Take(),
            };
        }

        _version++;
        bool whole = false;
        try
        {
            _table.Begin(counting: _appliedSequence != input.Snapshot?.Sequence);
            foreach (FamilyGroup group in MetricCatalogue.Groups)
            {
                group.Write(input, _table);
            }

            _table.End();
            _appliedSequence = input.Snapshot?.Sequence;
            _appliedChanges = changes;
            whole = true;
        }
        finally
        {
            if (!whole)
            {
                // A mapper met what it cannot map. The table is half one cycle, half another: the next scrape applies anew.
                lock (_published)
                {
                    _runs.PutBack();
                    _control.PutBack();
                }
            }
        }
    }
}
