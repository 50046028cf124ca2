using NodaTime;
using Optimizer.Forecasting;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>One series: its open bin, its forecaster and what is published of it. Owned by one <see cref="DemandForecaster"/>.</summary>
internal sealed partial class FollowedSeries
{
    private const int Slots = 8;

    // A forecaster that failed waits 1, 2, 4 ... bins before it is asked again, at most 64: an hour of minutes.
    private const int MostDoublings = 6;

    // Bins without a failure after which earlier ones are forgotten.
    private const int GoodBins = 60;

    // A series without a sample for so long is quiet. Doubled, dead ones cost the full price and keep their places for twice as long.
    private static readonly Duration QuietAfter = Duration.FromHours(1);

    private readonly DemandForecasterOptions _options;
    private readonly Duration _phase;
    private readonly int _slot;
    private Quantiles? _prior;
    private BinFold _fold;
    private IForecaster _forecaster;
    private double? _cap;
    private Observation _last;
    private long? _firstBin;
    private long? _lastBin;
    private bool _hasValue;
    private bool _stale;
    private long _refused;
    private int _failures;
    private int _good;
    private long _resumeBin = long.MinValue;

    /// <summary>A series nothing is known of but its prior.</summary>
    public FollowedSeries(SeriesKey key, double? cap, Quantiles? prior, DemandForecasterOptions options, Instant now)
    {
        Key = key;
        HeardAt = now;
        _options = options;
        _slot = Slot(key);
        _phase = options.SpreadsWork ? options.Bin / 2 * _slot / Slots : Duration.Zero;
        _prior = prior;
        _cap = cap;
        _fold = new BinFold(options);
        _forecaster = options.Method.Create(SeriesOptions());
        Current = Described(path: null, _forecaster.Health);
    }

    /// <summary>The series.</summary>
    public SeriesKey Key { get; }

    /// <summary>When its last sample was read.</summary>
    public Instant LastSeen { get; private set; }

    /// <summary>When its last sample came in, or it was made: a history read back comes in now, however old it is.</summary>
    public Instant HeardAt { get; private set; }

    /// <summary>What is published of it.</summary>
    public SeriesForecast Current { get; private set; }

    /// <summary>Complete bins its forecaster has not been given.</summary>
    public int Waiting => _fold.Count;

    /// <summary>Nothing was heard of it for an hour.</summary>
    public bool IsQuiet(Instant now) => now - HeardAt > QuietAfter;

    /// <summary>Takes a sample. False when its bin is complete already.</summary>
    public bool TryAdd(in DemandSample sample, Instant now)
    {
        if (!_fold.TryAdd(sample))
        {
            _refused++;
            return false;
        }

        // One reading without a cap is a reading less, not a series that became boundless.
        _cap = sample.Cap ?? _cap;
        LastSeen = Instant.Max(LastSeen, sample.At);
        HeardAt = now;
        return true;
    }

    /// <summary>Gives the forecaster the bins that are due, at most so many and one more, and forecasts anew when it has them all.</summary>
    /// <remarks>
    /// A quiet series, a batch job that ended or runs once a week, is forecast once in each step of the published path and not for each bin: nobody
    /// waits for it, it must not cost what a living one does, and its path is still never older than its resolution.
    /// </remarks>
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

        if (_fold.HasDue(due))
        {
            return taken; // the forecast waits for the last of them
        }

        // Nothing was measured in the bins since: the last one says so, those between are missing by being left out.
        if (_hasValue && _lastBin + (IsQuiet(now) ? _options.BinsPerStep : 1) <= due && Give(due, new Observation(_options.StartOf(due), null)))
        {
            taken++;
        }

        if (_stale)
        {
            Current = Described(CoarserPath.Of(_forecaster.Forecast(_options.Steps), _options.BinsPerStep), _forecaster.Health);
            _stale = false;
        }

        return taken;
    }

    /// <summary>The key's place among the slots over which work is spread.</summary>
    private static int Slot(SeriesKey key)
    {
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

        return (int)(hash % Slots);
    }

    private bool Give(long bin, Observation value)
    {
        if (bin < _resumeBin || bin <= _lastBin || (!_hasValue && value.Value is null))
        {
            return false;
        }

        if (_forecaster.Options.Cap != _cap)
        {
            ChangeCap();
        }

        _forecaster.Observe(value);
        _last = value;
        _firstBin ??= bin;
        _lastBin = bin;
        _hasValue = true;
        _stale = true;
        if (++_good == GoodBins)
        {
            _failures = 0;
            _wentOn = false;
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

    private SeriesOptions SeriesOptions() => new() { BinSeconds = _options.BinSeconds, Cap = _cap, Zone = _options.Zone, Prior = _prior, Phase = _slot / (double)Slots };

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
