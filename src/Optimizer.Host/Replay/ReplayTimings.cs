using System.Globalization;

namespace Optimizer.Host.Replay;

/// <summary>Where the real time of a replay went, and how long planning took. Nothing that is decided depends on it.</summary>
/// <param name="stopwatch">Real time.</param>
internal sealed class ReplayTimings(TimeProvider stopwatch)
{
    private readonly SortedDictionary<string, (TimeSpan Took, long Times)> _parts = new(StringComparer.Ordinal);
    private readonly List<double> _planning = [];
    private readonly long _began = stopwatch.GetTimestamp();

    /// <summary>Since it was made.</summary>
    public TimeSpan Elapsed => stopwatch.GetElapsedTime(_began);

    /// <summary>A mark to measure from.</summary>
    public long Mark() => stopwatch.GetTimestamp();

    /// <summary>A part of the work took from a mark to now.</summary>
    /// <returns>How long.</returns>
    public TimeSpan Add(string part, long mark)
    {
        TimeSpan took = stopwatch.GetElapsedTime(mark);
        (TimeSpan before, long times) = _parts.GetValueOrDefault(part);
        _parts[part] = (before + took, times + 1);
        return took;
    }

    /// <summary>A tick that planned took so long.</summary>
    public void Planned(TimeSpan tick) => _planning.Add(tick.TotalMilliseconds);

    /// <summary>A percentile of the ticks that planned, milliseconds; null when none did.</summary>
    public double? PlanningPercentile(double share)
    {
        if (_planning.Count == 0)
        {
            return null;
        }

        _planning.Sort();
        return _planning[Math.Clamp((int)Math.Ceiling(share * _planning.Count) - 1, 0, _planning.Count - 1)];
    }

    /// <summary>One line for each part, dearest first.</summary>
    public IEnumerable<string> Lines() => _parts.OrderByDescending(static part => part.Value.Took).Select(static part => string.Create(
        CultureInfo.InvariantCulture,
        $"{part.Key,-10} {part.Value.Took.TotalSeconds,8:0.00} s in {part.Value.Times,7} times, {part.Value.Took.TotalMilliseconds / part.Value.Times:0.000} ms each"));
}
