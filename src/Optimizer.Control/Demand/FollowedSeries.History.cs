using NodaTime;
using Optimizer.Forecasting;

namespace Optimizer.Control.Demand;

/// <summary>What a series is saved as, loses and goes on from.</summary>
/// <remarks>
/// A series that lost what it knew (its forecaster failed, the clock ran ahead of it) wants its history back: the next saving first gives it the last saved
/// state, and what came between, the failing bin with it, is a gap of some minutes. Should the forecaster fail again before an hour of good bins, the state
/// itself is at fault and the series starts from nothing. What is stored is then kept until the newcomer has outlived it; see <see cref="MayReplace"/>.
/// </remarks>
internal sealed partial class FollowedSeries
{
    // A newcomer with so much behind it replaces any stored state: a week is what the longest season needs. Doubled, a restart could cost two weeks.
    private static readonly Duration LongestKept = Duration.FromDays(7);

    private bool _wentOn;
    private long? _savedBin;

    private FollowedSeries(StoredSeries stored, StateEnvelope envelope, BinaryReader state, DemandForecasterOptions options, Instant now)
        : this(stored.Key, envelope.Cap, envelope.Prior, options, now)
    {
        _forecaster = options.Method.Load(SeriesOptions(), state);
        _firstBin = envelope.FirstBin;
        _lastBin = envelope.LastBin;
        _savedBin = envelope.LastBin;
        _hasValue = true;
        _fold.CloseThrough(envelope.LastBin);
        LastSeen = envelope.LastSeen;
        _last = new Observation(options.StartOf(envelope.LastBin), null);
        Current = Described(CoarserPath.Of(_forecaster.Forecast(options.Steps), options.BinsPerStep), _forecaster.Health);
    }

    /// <summary>It would go on from an older saved state if there is one.</summary>
    public bool WantsHistory { get; set; }

    /// <summary>There is something to save that was not.</summary>
    public bool HasChanged => _hasValue && _lastBin != _savedBin;

    /// <summary>Bins from the first it took to the last; 0 before the first.</summary>
    public long Span => _lastBin - _firstBin + 1 ?? 0;

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public static FollowedSeries Restore(StoredSeries stored, DemandForecasterOptions options, Instant now)
    {
        using BinaryReader reader = StateEnvelope.Reader(stored);
        StateEnvelope envelope = StateEnvelope.Open(reader);
        return new FollowedSeries(stored, envelope, reader, options, now);
    }

    /// <summary>The whole state.</summary>
    /// <param name="buffer">Written over.</param>
    public byte[] Save(MemoryStream buffer) =>
        new StateEnvelope(LastSeen, _firstBin ?? 0, _lastBin ?? 0, _forecaster.Options.Cap, _prior).Seal(_forecaster, buffer);

    /// <summary>What <see cref="Save"/> gave last is kept.</summary>
    public void Saved() => _savedBin = _lastBin;

    /// <summary>True when it may replace a stored state that reaches over so many bins: it reaches as far, or over a week.</summary>
    public bool MayReplace(long storedSpan) => Span >= Math.Min(storedSpan, (long)(LongestKept / _options.Bin));

    /// <summary>Goes on from a saved state. The samples at hand stay; the bins its own forecaster took are lost.</summary>
    public void GoOnFrom(FollowedSeries stored)
    {
        (_forecaster, _prior, _last) = (stored._forecaster, stored._prior, stored._last);
        (_firstBin, _lastBin, _savedBin, _hasValue) = (stored._firstBin, stored._lastBin, stored._savedBin, stored._hasValue);
        _cap ??= stored._cap;
        _stale = false;
        _wentOn = true;
        _good = 0;
        LastSeen = Instant.Max(LastSeen, stored.LastSeen);
        Current = Described(stored.Current.Path, _forecaster.Health);
    }

    /// <summary>Starts anew after the forecaster failed, and waits longer each time.</summary>
    public void Restart(Instant now)
    {
        _resumeBin = _options.BinOf(now) + (1L << Math.Min(_failures, MostDoublings));
        _failures++;
        _good = 0;
        Reset(now);
        WantsHistory = !_wentOn;
    }

    /// <summary>Starts anew when its bins are further in the future than a usual step of the clock: until then every sample would be late. True when it did.</summary>
    public bool TryRestartAhead(Instant now)
    {
        if (_lastBin is not { } last || !IsAhead(last, now, _options))
        {
            return false;
        }

        Reset(now);
        WantsHistory = true;
        return true;
    }

    /// <summary>A bin is further in the future than waiting for it makes sense.</summary>
    public static bool IsAhead(long bin, Instant now, DemandForecasterOptions options) => options.StartOf(bin) - now > ClockGuard.UsualStep;

    private void Reset(Instant now)
    {
        _forecaster = _options.Method.Create(SeriesOptions());
        _fold = new BinFold(_options);
        (_firstBin, _lastBin, _savedBin, _hasValue, _last) = (null, null, null, false, default);
        _stale = false;
        LastSeen = now; // that of a clock that ran ahead would keep the series from ever being forgotten
        HeardAt = now;
        Current = Described(path: null, _forecaster.Health);
    }
}
