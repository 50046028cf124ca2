using NodaTime;
using Optimizer.Forecasting;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>One series: its open bin, its forecaster and what is published of it. Owned by one <see cref="DemandForecaster"/>.</summary>
internal sealed class FollowedSeries
{
    // A forecaster that failed waits 1, 2, 4 ... bins before it is asked again, at most 64: an hour of minutes.
    private const int MostDoublings = 6;

    // Bins without a failure after which earlier ones are forgotten.
    private const int GoodBins = 60;

    // A series so far ahead of a believed clock will not be caught up with in useful time.
    private static readonly Duration LongestWait = Duration.FromDays(1);

    private readonly DemandForecasterOptions _options;
    private readonly Duration _phase;
    private readonly Quantiles? _prior;
    private BinFold _fold;
    private IForecaster _forecaster;
    private double? _cap;
    private Observation _last;
    private long? _lastBin;
    private bool _hasValue;
    private long _refused;
    private int _failures;
    private int _good;
    private long _resumeBin = long.MinValue;

    /// <summary>A series nothing is known of but its prior.</summary>
    public FollowedSeries(SeriesKey key, double? cap, Quantiles? prior, DemandForecasterOptions options)
    {
        Key = key;
        _options = options;
        _phase = Phase(key, options);
        _prior = prior;
        _cap = cap;
        _fold = new BinFold(options);
        _forecaster = options.Method.Create(SeriesOptions());
        Current = Described(path: null, _forecaster.Health);
    }

    private FollowedSeries(SeriesKey key, StateEnvelope envelope, BinaryReader state, DemandForecasterOptions options)
        : this(key, envelope.Cap, envelope.Prior, options)
    {
        _forecaster = options.Method.Load(SeriesOptions(), state);
        _lastBin = envelope.LastBin;
        _hasValue = true;
        _fold.CloseThrough(envelope.LastBin);
        LastSeen = envelope.LastSeen;
        _last = new Observation(options.StartOf(envelope.LastBin), null);
        Current = Described(CoarserPath.Of(_forecaster.Forecast(options.Steps), options.BinsPerStep), _forecaster.Health);
    }

    /// <summary>The series.</summary>
    public SeriesKey Key { get; }

    /// <summary>When its last sample was read.</summary>
    public Instant LastSeen { get; private set; }

    /// <summary>What is published of it.</summary>
    public SeriesForecast Current { get; private set; }

    /// <summary>There is something to save.</summary>
    public bool HasState => _hasValue;

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public static FollowedSeries Restore(StoredSeries stored, DemandForecasterOptions options)
    {
        using MemoryStream stream = new(stored.State.ToArray(), writable: false);
        using BinaryReader reader = new(stream);
        StateEnvelope envelope = StateEnvelope.Open(reader);
        return new FollowedSeries(stored.Key, envelope, reader, options);
    }

    /// <summary>The whole state.</summary>
    public byte[] Save() => new StateEnvelope(LastSeen, _lastBin ?? 0, _forecaster.Options.Cap, _prior).Seal(_forecaster);

    /// <summary>Takes a sample. False when its bin is complete already.</summary>
    public bool TryAdd(in DemandSample sample)
    {
        if (!_fold.TryAdd(sample))
        {
            _refused++;
            return false;
        }

        // One reading without a cap is a reading less, not a series that became boundless.
        _cap = sample.Cap ?? _cap;
        LastSeen = Instant.Max(LastSeen, sample.At);
        return true;
    }

    /// <summary>Gives the forecaster the bins that are due, at most so many, and forecasts anew when it has them all.</summary>
    /// <returns>Bins given.</returns>
    public int Update(Instant now, int most)
    {
        // The last complete bin, seen a little later by each series than by the one before, so that the work of many spreads over half a bin.
        long due = _options.BinOf(now - _phase) - 1;
        _fold.CloseThrough(due);
        int taken = 0;
        while (taken < most && _fold.TryTake(due, out long bin, out Observation value))
        {
            taken += Give(bin, value) ? 1 : 0;
        }

        if (taken == most)
        {
            return taken;
        }

        // Nothing was measured in the bins since: the last one says so, those between are missing by being left out.
        if (_hasValue && _lastBin < due && Give(due, new Observation(_options.StartOf(due), null)))
        {
            taken++;
        }

        if (taken > 0 && _hasValue)
        {
            Current = Described(CoarserPath.Of(_forecaster.Forecast(_options.Steps), _options.BinsPerStep), _forecaster.Health);
        }

        return taken;
    }

    /// <summary>Starts anew after the forecaster failed, and waits longer each time.</summary>
    public void Restart(Instant now)
    {
        _resumeBin = _options.BinOf(now) + (1L << Math.Min(_failures, MostDoublings));
        _failures++;
        _good = 0;
        Reset();
    }

    /// <summary>Starts anew when its bins are further in the future than waiting for them makes sense. True when it did.</summary>
    public bool TryRestartAhead(Instant now)
    {
        if (_lastBin is not { } last || _options.StartOf(last) - now <= LongestWait)
        {
            return false;
        }

        Reset();
        return true;
    }

    private static Duration Phase(SeriesKey key, DemandForecasterOptions options)
    {
        const int slots = 8;
        const uint offset = 2166136261, prime = 16777619; // FNV-1a: string.GetHashCode differs from process to process
        uint hash = offset;
        unchecked
        {
            foreach (char letter in key.Name)
            {
                hash = (hash ^ letter) * prime;
            }

            hash = (hash ^ (uint)key.Signal) * prime;
        }

        return options.Bin / 2 * (hash % slots) / slots;
    }

    private bool Give(long bin, Observation value)
    {
        if (bin < _resumeBin || (!_hasValue && value.Value is null))
        {
            return false;
        }

        if (_forecaster.Options.Cap != _cap)
        {
            ChangeCap();
        }

        _forecaster.Observe(value);
        _last = value;
        _lastBin = bin;
        _hasValue = true;
        if (++_good == GoodBins)
        {
            _failures = 0;
        }

        return true;
    }

    // A GPU was added or lost. What a forecaster was made for is fixed, so it moves into a new one with all it knows.
    private void ChangeCap()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        _forecaster.Save(writer);
        writer.Flush();
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        _forecaster = _options.Method.Load(SeriesOptions(), reader);
    }

    private void Reset()
    {
        _forecaster = _options.Method.Create(SeriesOptions());
        _fold = new BinFold(_options);
        _hasValue = false;
        _lastBin = null;
        _last = default;
        Current = Described(path: null, _forecaster.Health);
    }

    private SeriesOptions SeriesOptions() => new() { BinSeconds = _options.BinSeconds, Cap = _cap, Zone = _options.Zone, Prior = _prior };

    private SeriesForecast Described(ForecastPath? path, ForecastHealth health) => new()
    {
        Key = Key,
        Observed = _last.Value,
        Saturated = _last.Saturated,
        Cap = _cap,
        Path = path,
        Health = health with { Refused = health.Refused + _refused },
        FittedAt = _forecaster.FittedAt,
        SeenAt = LastSeen == default ? null : LastSeen,
    };
}
