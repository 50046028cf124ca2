using NodaTime;
using Optimizer.Forecasting.Grid;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>The default method: many cheap point forecasts, a few experts that turn them into distributions by their own past errors, weights by what each turned out to be worth.</summary>
/// <remarks>
/// Per bin: take the value, judge the stored forecasts that it matures, update the members, store new forecasts. A forecast is the weighted mean, per probability, of the
/// experts' quantiles. See decisions/ensemble-of-experts.md for why, and tests/forecast-goals.sh for how well.
/// </remarks>
internal sealed partial class EnsembleForecaster : IForecaster
{
    /// <summary>Its name in configuration and tables.</summary>
    public const string MethodName = "ensemble";

    // A fortnight, where the bins are long enough, twice what any member looks back; a week and a lead of minutes; 40 KB at most.
    private const int LeastHistory = 2_000, MostHistory = 10_240, HistoryDays = 15;

    private const int ColdBins = 30;

    // A gap this long says nothing of the level after it.
    private const int LongGapSeconds = 7_200;

    private const int BeliefHalfLifeSeconds = 21_600;

    private readonly LeadGrid _grid;
    private readonly SeriesHistory _history;
    private readonly Members _members;
    private readonly MemberWeights _weights;
    private readonly ExpertPool[] _pools;
    private readonly ExpertPool[] _peakPools;
    private readonly StoredForecasts[] _stored;
    private readonly StoredForecasts[] _storedPeaks;
    private readonly AccuracyLedger[] _accuracy;
    private readonly PeakLedger[] _peakAccuracy;
    private readonly ChangeDetector _changes = new();
    private readonly int _day;
    private readonly int _changeLead;
    private double _unit = 1;
    private double _changeScale;
    private double _missing;
    private long _bins;
    private long _alarms;
    private long _fallbacks;
    private long _refused;
    private long _lastSaturated = -1;
    private int _silence;
    private int _saturatedRun;
    private bool _saturated;

    /// <summary>A forecaster that has seen nothing.</summary>
    /// <exception cref="ArgumentException">The bin is not 1 to 3600 s and a divisor of a day.</exception>
    public EnsembleForecaster(SeriesOptions options)
    {
        if (options.BinSeconds is < SeriesOptions.LeastBinSeconds or > SeriesOptions.MostBinSeconds || 86_400 % options.BinSeconds != 0)
        {
            throw new ArgumentException($"Bins of {options.BinSeconds} s: 1 to 3600 s and a divisor of a day are possible.", nameof(options));
        }

        Options = options;
        _day = 86_400 / options.BinSeconds;
        _grid = new LeadGrid(options.BinSeconds);
        _history = new SeriesHistory(Math.Clamp(HistoryDays * _day, LeastHistory, MostHistory));
        _members = new Members(options, _history);
        int members = _members.Names.Length;
        _weights = new MemberWeights(_grid.Steps.Length, members);
        _pools = [.. _grid.Steps.Select((steps, k) => new ExpertPool(ExpertCount, (double)steps / _grid.Strides[k], isPeak: false))];
        _peakPools = [.. _grid.Windows.Select((bins, w) => new ExpertPool(PeakExpertCount, (double)bins / _grid.WindowStrides[w], isPeak: true))];
        _stored = [.. _grid.Steps.Select((steps, k) => new StoredForecasts(steps, _grid.Strides[k], StoredWidth, members))];
        _storedPeaks = [.. _grid.Windows.Select((bins, w) => new StoredForecasts(bins, _grid.WindowStrides[w], (2 * PeakExpertCount) + 4))];
        _accuracy = [.. Buckets.Select(static (to, i) => new AccuracyLedger(i == 0 ? Duration.Zero : Buckets[i - 1], to))];
        _peakAccuracy = [.. _grid.WindowLengths.Select(static window => new PeakLedger(window))];
        _controlVariances = new double[_grid.Steps.Length];
        int hour = Math.Max(1, 3600 / options.BinSeconds);
        _changeLead = Enumerable.Range(0, _grid.Steps.Length).Last(k => _grid.Steps[k] <= hour);
    }

    /// <inheritdoc/>
    public SeriesOptions Options { get; }

    /// <inheritdoc/>
    public Instant? FittedAt => _members.Ssa.FittedAt is long index ? BinClock.Start(index, Options.BinSeconds) : null;

    /// <inheritdoc/>
    public ForecastHealth Health => new()
    {
        State = State,
        Leader = _weights.Leader(_changeLead) is >= 0 and int leader ? _members.Names[leader] : "history",
        Leads = [.. _accuracy.Select(static ledger => ledger.Read())],
        Peaks = [.. _peakAccuracy.Select(static ledger => ledger.Read())],
        GapRatio = _missing,
        ChangeAlarms = _alarms,
        Fallbacks = _fallbacks,
        Refused = _refused,
    };

    // Time that passed is not knowledge: half of the bins of the days claimed must have had a value.
    private ForecastState State => _history.Known < ColdBins ? ForecastState.Cold
        : _bins < 2L * _day || _members.Levels.Known < _day ? ForecastState.Warming
        : _bins < 8L * _day || _members.Levels.Known < 4L * _day ? ForecastState.Daily
        : ForecastState.Weekly;

    /// <inheritdoc/>
    public void Observe(Observation observation)
    {
        long index = BinClock.Index(observation.BinStart, Options.BinSeconds);
        if (index < 0 || (_history.Count > 0 && index <= _history.LastIndex))
        {
            _refused++;
            return;
        }

        double value = observation.Value ?? double.NaN;
        if (observation.Value is not null && (!double.IsFinite(value) || value < 0))
        {
            _refused++;
            value = double.NaN;
        }

        // To the digits that the history and the stored forecasts hold, or a constant would miss its own forecast by the last of them.
        value = double.IsNaN(value) ? value : (float)Math.Min(value, Math.Min(Options.Cap ?? double.MaxValue, SeriesHistory.MostValue));
        Take(index, value, observation.Saturated);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => SaveState(writer);

    private void Take(long index, double value, bool saturated)
    {
        long skipped = _history.Count == 0 ? 0 : index - _history.LastIndex - 1;
        _saturatedRun = saturated ? Math.Min(_saturatedRun + 1, 2 * _day) : 0;

        // Saturated for a day without a break is how this series is: what it gets is what it takes.
        _saturated = saturated && _saturatedRun <= _day;
        _lastSaturated = _saturated ? index : _lastSaturated;
        double believed = _saturated ? Believe(index, value) : value;
        _history.Append(index, believed);
        _bins += 1 + skipped;
        _silence = double.IsNaN(value) ? (int)Math.Min(_silence + skipped + 1, _day) : _silence;
        long silent = double.IsNaN(value) ? 0 : _silence + skipped;
        _missing += (skipped >= _day ? 1 : 1 - Math.Pow(1 - (1.0 / _day), skipped)) * (1 - _missing);
        _missing += ((double.IsNaN(value) ? 1 : 0) - _missing) / Math.Min(_day, Math.Max(1, _bins));
        if (!double.IsNaN(value))
        {
            Learn(index, value);
            Absorb(index, believed, silent);
            _silence = 0;
        }

        _members.Update();
        if (_members.Levels.Known > 0)
        {
            Store(index);
        }
    }

    private void Absorb(long index, double value, long silent)
    {
        if (_members.Levels.Known > 0 && silent * Options.BinSeconds > LongGapSeconds)
        {
            _members.Levels.Restart(value);
        }

        _members.Levels.Add(value, _members.Profile.At(index).Mean);
        Recount();
    }

    /// <summary>What is taken for the demand of a saturated bin: it is at least the reading, and what was expected is not refuted by it but fades, half in six hours.</summary>
    private double Believe(long index, double value)
    {
        ReadOnlySpan<float> made = _stored[0].Made(index - _grid.Steps[0]);
        if (made.IsEmpty || double.IsNaN(value))
        {
            return value;
        }

        double expected = made[SaidAt];
        return expected > value ? value + ((expected - value) * Math.Pow(0.5, (double)Options.BinSeconds / BeliefHalfLifeSeconds)) : value;
    }

    /// <summary>Errors that are not relative are counted in a unit near the series' size, so that half precision holds them.</summary>
    private void Recount()
    {
        double highest = _members.Levels.Highest;
        if (highest <= 0 || (highest <= _unit * 64 && highest >= _unit / 64))
        {
            return;
        }

        double unit = Math.Pow(2, Math.Ceiling(Math.Log2(highest))), factor = _unit / unit;
        _unit = unit;
        foreach (ExpertPool pool in _pools)
        {
            foreach (int expert in PlainExperts)
            {
                pool.Rescale(expert, factor);
            }
        }

        foreach (ExpertPool pool in _peakPools)
        {
            foreach (int expert in PlainPeakExperts)
            {
                pool.Rescale(expert, factor);
            }
        }
    }
}
