using NodaTime;

namespace Optimizer.Control.Demand.Intake;

/// <summary>Turns the readings of a workload's counter, one per label set, into one rate per second. Not thread safe.</summary>
/// <remarks>
/// Each label set is followed by itself: were the sum followed, the restart of one of two processes would look like a restart of both.
/// As with Prometheus' <c>rate</c>, a value below the one before means that counting began again at 0, and a label set seen for the first time adds
/// nothing: what it had counted before is of unknown age, and a spike misleads a forecaster more than a few requests missed.
/// </remarks>
public sealed class CounterRate
{
    /// <summary>Readings further apart than this say nothing about the bins between them; twice as long would smear a peak over ten minutes.</summary>
    public static readonly Duration Stale = Duration.FromMinutes(5);

    private Dictionary<string, double> _before = new(StringComparer.Ordinal);
    private Instant? _at;

    /// <summary>Takes one reading of all label sets.</summary>
    /// <param name="at">When it was read.</param>
    /// <param name="values">Counter by label set; values that are negative or not finite are left out.</param>
    /// <returns>Rate per second since the reading before. Null for the first reading, after a pause longer than <see cref="Stale"/>, after a clock that
    /// stepped back or stands still, and when no label set was there before: the reading is then the start of the next rate.</returns>
    public double? Observe(Instant at, IReadOnlyList<KeyValuePair<string, double>> values)
    {
        Dictionary<string, double> now = new(values.Count, StringComparer.Ordinal);
        double increase = 0;
        bool known = false;
        foreach ((string series, double value) in values)
        {
            if (!double.IsFinite(value) || value < 0)
            {
                continue;
            }

            if (_before.TryGetValue(series, out double before))
            {
                known = true;
                increase += value >= before ? value - before : value;
            }

            now[series] = value;
        }

        Duration? elapsed = at - _at;
        (_before, _at) = (now, at);
        double rate = elapsed is { } since && since > Duration.Zero && since <= Stale ? increase / since.TotalSeconds : double.NaN;
        return known && double.IsFinite(rate) ? rate : null;
    }
}
