using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>OBSERVE to FORECAST: folds demand samples into bins, keeps one forecaster per series, and publishes all forecasts as one value.</summary>
/// <remarks>
/// A tick is <c>Observe(samples, now)</c>, then <c>Publish(now)</c>. One owner calls everything but <see cref="Latest"/>, which anybody may read.
/// Time comes in as an argument; the same samples at the same times give the same forecasts. A forecaster that throws costs its own series only.
/// </remarks>
/// <param name="options">How.</param>
/// <param name="store">Keeps states over restarts; null forgets.</param>
/// <param name="stopwatch">Measures how long updates take; nothing else depends on it.</param>
public sealed partial class DemandForecaster(DemandForecasterOptions options, IForecastStore? store, TimeProvider stopwatch)
{
    // Bins one series, and all of them, are given in one call. A week of minutes read back at start is then spread over calls, and a call stays short.
    private const int MostBinsOfSeries = 500;
    private const int MostBins = 5000;

    private static readonly Comparison<FollowedSeries> ByKey = static (left, right) => left.Key.CompareTo(right.Key);

    private readonly Dictionary<SeriesKey, FollowedSeries> _series = [];
    private readonly List<FollowedSeries> _ordered = [];
    private readonly Dictionary<SeriesKey, Instant> _dropped = [];
    private readonly ClockGuard _clock = new();
    private readonly long[] _refused = new long[Enum.GetValues<SampleRefusal>().Length];
    private List<ForecastNote> _notes = [];
    private DemandForecast? _latest;
    private int _next;
    private long _updates;
    private TimeSpan _updateTime;
    private TimeSpan _longestUpdate;
    private long _restarts;

    /// <summary>What was last published; null before. Safe from any thread.</summary>
    public DemandForecast? Latest => Volatile.Read(ref _latest);

    /// <summary>Length of a bin.</summary>
    public Duration Bin => options.Bin;

    /// <summary>What is to be logged since the last call.</summary>
    public IReadOnlyList<ForecastNote> TakeNotes()
    {
        List<ForecastNote> notes = _notes;
        _notes = notes.Count == 0 ? _notes : [];
        return notes;
    }

    /// <summary>Takes samples in, in any order. What cannot be used is refused and counted; nothing throws.</summary>
    /// <param name="samples">Readings.</param>
    /// <param name="now">The wall clock when they came in.</param>
    public void Observe(IReadOnlyList<DemandSample> samples, Instant now)
    {
        ArgumentNullException.ThrowIfNull(samples);
        bool believed = Believes(now);
        Instant future = now + options.Bin;
        foreach (DemandSample sample in InOrder(samples))
        {
            SampleRefusal? refusal = !IsPossible(sample) ? SampleRefusal.Invalid
                : !believed ? SampleRefusal.ClockStep
                : sample.At > future ? SampleRefusal.Future
                : Follow(sample, now) is not { } series ? SampleRefusal.Limit
                : !series.TryAdd(sample, now) ? SampleRefusal.Late
                : null;
            if (refusal is { } reason)
            {
                _refused[(int)reason]++;
            }
        }
    }

    /// <summary>Gives forecasters the bins that are complete, forecasts anew where there were any, and publishes everything.</summary>
    /// <param name="now">The wall clock.</param>
    /// <param name="troubles">What kept demand from being read, to publish along.</param>
    public DemandForecast Publish(Instant now, ValueArray<DemandTroubleCount> troubles = default)
    {
        if (Believes(now))
        {
            Forget(now);
            Update(now);
        }

        DemandForecast forecast = new()
        {
            At = now,
            Series = _ordered.Select(static series => series.Current).ToValueArray(),
            Dropped = _dropped.Count,
            Health = new ForecasterHealth
            {
                Method = options.Method.Name,
                Updates = _updates,
                UpdateTime = Duration.FromTimeSpan(_updateTime),
                LongestUpdate = Duration.FromTimeSpan(_longestUpdate),
                Restarts = _restarts,
                StoreSetAside = (store?.SetAside ?? 0) + _unreadable,
                SaveFailures = _saveFailures,
                SavedAt = _savedAt,
                ClockHeld = _clock.Holds,
                Refused = _refused.Select(static (count, reason) => new SampleRefusalCount((SampleRefusal)reason, count)).ToValueArray(),
                Troubles = troubles,
            },
        };
        Volatile.Write(ref _latest, forecast);
        return forecast;
    }

    private static bool IsPossible(in DemandSample sample) =>
        double.IsFinite(sample.Value) && sample.Value >= 0 && !string.IsNullOrEmpty(sample.Key.Name)
        && Enum.IsDefined(sample.Key.Signal) && Enum.IsDefined(sample.Key.Scope) && sample.Cap is null or >= 0;

    // A history read back at start comes series by series; what is later must not close the bins of what is earlier.
    private static IEnumerable<DemandSample> InOrder(IReadOnlyList<DemandSample> samples)
    {
        for (int at = 1; at < samples.Count; at++)
        {
            if (samples[at].At < samples[at - 1].At)
            {
                return samples.OrderBy(static sample => sample.At); // stable
            }
        }

        return samples;
    }

    private bool Believes(Instant now)
    {
        bool held = _clock.Holds;
        Instant? proven = _clock.ProvenAt;
        Duration needed = _clock.NeededAt(now);
        bool believed = _clock.Believes(now);
        if (!held && _clock.Holds)
        {
            Note(ForecastNoteKind.ClockHeld, "", $"the clock says {now} and did not come there evenly; demand is not recorded until it has run evenly for {needed.TotalMinutes:0} min or is right again");
        }
        else if (held && believed)
        {
            Note(ForecastNoteKind.ClockBelieved, "", $"the clock has run evenly up to {now}; demand is recorded again");
            foreach (FollowedSeries series in _ordered)
            {
                _restarts += series.TryRestartAhead(now) ? 1 : 0;
            }

            // What was forgotten under a wrong clock is still stored.
            _mayHoldMore |= proven != _clock.ProvenAt;
        }

        return believed;
    }

    private FollowedSeries? Follow(in DemandSample sample, Instant now)
    {
        if (_series.TryGetValue(sample.Key, out FollowedSeries? series))
        {
            return series;
        }

        if (_series.Count >= options.MostSeries && !MakeRoom(sample.Key, now))
        {
            return null;
        }

        series = new FollowedSeries(sample.Key, sample.Cap, PoolPrior.For(sample.Key, sample.Cap, _ordered.Select(static known => known.Current)), options, now)
        {
            WantsHistory = _stored.ContainsKey(sample.Key),
        };
        _dropped.Remove(sample.Key);
        Add(series);
        return series;
    }

    private bool MakeRoom(SeriesKey newcomer, Instant now)
    {
        if (_dropped.Count == 0)
        {
            Note(ForecastNoteKind.Limit, Words(newcomer), $"{options.MostSeries} series are followed and no more; the least important ones are dropped and counted");
        }

        FollowedSeries? displaced = SeriesAdmission.Displaced(newcomer, _ordered, now);
        Drop(displaced?.Key ?? newcomer, now);
        if (displaced is not null)
        {
            Remove(displaced);
        }

        return displaced is not null;
    }

    private void Drop(SeriesKey key, Instant now)
    {
        if (_dropped.Count < SeriesAdmission.MostCounted || _dropped.ContainsKey(key))
        {
            _dropped[key] = now;
        }
    }

    private void Forget(Instant now)
    {
        for (int at = _ordered.Count - 1; at >= 0; at--)
        {
            if (now - _ordered[at].LastSeen > options.Retention)
            {
                Remove(_ordered[at]);
            }
        }

        foreach ((SeriesKey key, Instant seen) in _dropped)
        {
            if (now - seen > SeriesAdmission.CountedFor)
            {
                _dropped.Remove(key); // a dictionary may lose keys while it is enumerated
            }
        }
    }

    private void Add(FollowedSeries series)
    {
        _series.Add(series.Key, series);
        int at = _ordered.BinarySearch(series, Comparer<FollowedSeries>.Create(ByKey));
        _ordered.Insert(~at, series);
    }

    private void Remove(FollowedSeries series)
    {
        _series.Remove(series.Key);
        _ordered.Remove(series);
    }

    private void Note(ForecastNoteKind kind, string subject, string detail) => _notes.Add(new ForecastNote(kind, subject, detail));

    private static string Words(SeriesKey key) => $"{key.Scope} {key.Name} {key.Signal}";
}
