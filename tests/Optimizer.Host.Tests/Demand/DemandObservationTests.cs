using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Forecasting;
using Optimizer.Host.Demand;
using Optimizer.Host.Observation;
using Optimizer.Host.Tests.Support;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe;

namespace Optimizer.Host.Tests.Demand;

/// <summary>The loop beside the sampler: reads, forecasts, saves, and survives what it depends on.</summary>
public sealed class DemandObservationTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeSource _source;
    private readonly KeptStates _store = new();
    private readonly List<DemandForecast> _published = [];
    private readonly CapturedLog _log = new();
    public DemandObservationTests() => _source = new FakeSource(_time);

    private NodeSnapshot? _snapshot = TestPages.Empty(1);

    [Fact]
    public async Task TickAsync_NewSnapshot_IsReadAndPublished()
    {
        await using DemandObservation demand = Make();

        await demand.StartAsync(CancellationToken.None);
        await TicksAsync(demand, 20);

        Assert.Equal(1.5, Slices(demand).Observed);
        Assert.Same(demand.Latest, _published[^1]);
    }

    [Fact]
    public async Task TickAsync_SamplerHangs_ItsDemandIsAGapAndNotAConstant()
    {
        await using DemandObservation demand = Make();
        await TicksAsync(demand, 20);
        int reads = _source.Snapshots;

        for (int tick = 0; tick < 20; tick++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await demand.TickAsync(CancellationToken.None);
        }

        Assert.Equal(reads, _source.Snapshots);
        Assert.Null(Slices(demand).Observed);

        // What workloads say themselves does not come from the sampler, and goes on.
        Assert.Equal(7, demand.Latest!.Series.Single(static series => series.Key.Signal == DemandSignal.RequestRate).Observed);
    }

    [Fact]
    public async Task TickAsync_NoSnapshotYet_ReadsWhatNeedsNone()
    {
        _snapshot = null;
        await using DemandObservation demand = Make();

        await demand.TickAsync(CancellationToken.None);

        Assert.Equal(DemandSignal.RequestRate, Assert.Single(demand.Latest!.Series).Key.Signal);
        Assert.Equal(0, _source.Snapshots);
    }

    [Fact]
    public async Task RunAsync_SourceThrows_GoesOnAndSaysSoOnce()
    {
        _source.Throws = true;
        await using DemandObservation demand = Make();
        using CancellationTokenSource stop = new();
        Task running = demand.RunAsync(stop.Token);
        for (int tick = 0; tick < 5; tick++)
        {
            int before = _source.Reads;
            _snapshot = TestPages.Empty(tick + 2);
            _time.Advance(TimeSpan.FromSeconds(10));
            await Eventually.So(() => _source.Reads > before);
        }

        await stop.CancelAsync();
        await running;

        Assert.Single(_log.Lines, static line => line.Contains("Reading or forecasting demand failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_Stopped_SavesOnceMore()
    {
        await using DemandObservation demand = Make();
        using CancellationTokenSource stop = new();
        Task running = demand.RunAsync(stop.Token);
        _time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.So(() => _source.Reads > 0);

        await stop.CancelAsync();
        await running;

        Assert.Equal(1, _store.Saves);
    }

    [Fact]
    public async Task RunAsync_LastSaveHangs_IsGivenUpSaidAndCounted()
    {
        FakeTimeProvider stopwatch = new();
        TaskCompletionSource hung = new();
        _store.Hangs = hung.Task;
        await using DemandObservation demand = Make(stopwatch: stopwatch);
        using CancellationTokenSource stop = new();
        Task running = demand.RunAsync(stop.Token);
        _time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.So(() => _source.Reads > 0);

        await stop.CancelAsync();
        await Eventually.So(() => _store.Saves == 1);
        while (!running.IsCompleted)
        {
            stopwatch.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await running;
        Assert.Contains(_log.Lines, static line => line.Contains("did not end within 4 s", StringComparison.Ordinal));
        Assert.Equal(1, _published[^1].Health.SaveFailures);
        hung.SetResult();
    }

    [Fact]
    public async Task TickAsync_SaveIntervalPassed_SavesAndRemembersTheTime()
    {
        Instant? saved = null;
        await using DemandObservation demand = Make(at => saved = at);
        await demand.StartAsync(CancellationToken.None);

        await TicksAsync(demand, 31);

        Assert.Equal(1, _store.Saves);
        Assert.Equal(Instant.FromUtc(2026, 1, 1, 0, 5), saved);
        Assert.NotNull(demand.Latest!.Health);
    }

    [Fact]
    public void Words_OfEveryTrouble_AreTheLabelsTheMetricDeclares()
    {
        Optimizer.Exporter.Catalogue.MetricFamily family = Optimizer.Exporter.Catalogue.MetricCatalogue.Find("demand_troubles_total")!;

        Assert.Equal(Enum.GetValues<DemandSourceKind>().Select(DemandWords.Of), family.Labels[0].Values);
        Assert.Equal(Enum.GetValues<DemandTroubleReason>().Select(DemandWords.Of), family.Labels[1].Values);
    }

    [Fact]
    public void SimulatedClock_WrittenAndRead_IsTheSameAndNonsenseIsNone()
    {
        using TemporaryFolder folder = new();
        SimulatedClockFile file = SimulatedClockFile.In(folder.Path);
        Assert.Null(file.Read());

        file.Write(Instant.FromUtc(2030, 1, 1, 0, 0));
        Assert.Equal(Instant.FromUtc(2030, 1, 1, 0, 0), file.Read());

        File.WriteAllText(Path.Combine(folder.Path, "simulated-clock"), "yesterday");
        Assert.Null(file.Read());
    }

    private static SeriesForecast Slices(DemandObservation demand) => demand.Latest!.Series.Single(static series => series.Key.Signal == DemandSignal.ComputeSlices);

    private DemandObservation Make(Action<Instant>? saved = null, TimeProvider? stopwatch = null)
    {
        DemandForecaster forecaster = new(new DemandForecasterOptions { Method = ForecastMethods.Find("seasonal-naive")! }, _store, _time);
        DemandInputs inputs = new(() => _snapshot, _source, Backfill: null, BackfillDays: 0, static () => []);
        return new DemandObservation(
            inputs, forecaster, Duration.FromSeconds(10), new SamplerClocks(new ProviderClock(_time), _time, stopwatch ?? TimeProvider.System), _published.Add, saved, release: null,
            LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<DemandObservation>());
    }

    private async Task TicksAsync(DemandObservation demand, int ticks)
    {
        for (int tick = 0; tick < ticks; tick++)
        {
            _snapshot = TestPages.Empty(tick + 2) with { At = Instant.FromDateTimeOffset(_time.GetUtcNow()) };
            await demand.TickAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    private sealed class FakeSource(TimeProvider time) : IDemandSource
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public bool Throws { get; set; }

        public int Snapshots { get; private set; }

        public Task<IReadOnlyList<DemandSample>> ReadAsync(NodeSnapshot? snapshot, CancellationToken cancellationToken)
        {
            Snapshots += snapshot is null ? 0 : 1;
            Interlocked.Increment(ref _reads);
            Instant now = Instant.FromDateTimeOffset(time.GetUtcNow());
            DemandSample rate = new(new SeriesKey(SeriesScope.Workload, "chat", DemandSignal.RequestRate), now, 7, false, null);
            return Throws
                ? Task.FromException<IReadOnlyList<DemandSample>>(new InvalidOperationException("broken"))
                : Task.FromResult<IReadOnlyList<DemandSample>>(
                    snapshot is null ? [rate] : [new DemandSample(new SeriesKey(SeriesScope.Workload, "chat", DemandSignal.ComputeSlices), snapshot.At, 1.5, false, 7), rate]);
        }
    }

    private sealed class KeptStates : IForecastStore
    {
        public int Saves { get; private set; }

        public Task Hangs { get; set; } = Task.CompletedTask;

        public long SetAside => 0;

        public Task<IReadOnlyList<StoredSeries>> LoadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredSeries>>([]);

        public Task SaveAsync(IReadOnlyList<StoredSeries> states, Instant dropOlderThan, CancellationToken cancellationToken)
        {
            Saves++;
            return Hangs;
        }
    }
}
