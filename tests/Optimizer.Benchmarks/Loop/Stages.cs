using System.Diagnostics;
using System.Globalization;

namespace Optimizer.Benchmarks.Loop;

/// <summary>Adds up the time spent in the parts of a tick, and tells the medians of many. One tick at a time.</summary>
internal sealed class Stages
{
    private readonly Dictionary<string, double> _now = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<double>> _all = new(StringComparer.Ordinal);

    /// <summary>Times the journal was written.</summary>
    public int Writes { get; set; }

    /// <summary>Does something as part of a stage.</summary>
    public async Task<T> OfAsync<T>(string stage, Func<Task<T>> work)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            Add(stage, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    /// <summary>Adds time to a stage.</summary>
    public void Add(string stage, double milliseconds) => _now[stage] = _now.GetValueOrDefault(stage) + milliseconds;

    /// <summary>Forgets what was added since the last round.</summary>
    public void Reset() => _now.Clear();

    /// <summary>A round is over: its sums become one reading each. What no stage accounts for is the loop itself.</summary>
    /// <param name="whole">The round from outside.</param>
    public void End(double whole)
    {
        _now["loop itself"] = whole - _now.Values.Sum();
        _now["whole"] = whole;
        foreach ((string stage, double milliseconds) in _now)
        {
            (_all.TryGetValue(stage, out List<double>? readings) ? readings : _all[stage] = []).Add(milliseconds);
        }

        _now.Clear();
    }

    /// <summary>One line a stage: median and worst, milliseconds.</summary>
    public async Task PrintAsync(TextWriter output, string title)
    {
        int rounds = _all.TryGetValue("whole", out List<double>? wholes) ? wholes.Count : 0;
        await output.WriteLineAsync($"{title}: {rounds} rounds");
        foreach ((string stage, List<double> readings) in _all.OrderBy(pair => pair.Key == "whole").ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // A round without the stage spent nothing in it.
            double[] sorted = [.. readings.Concat(Enumerable.Repeat(0.0, rounds - readings.Count)).Order()];
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {stage,-14} median {sorted[sorted.Length / 2],9:0.000} ms   worst {sorted[^1],9:0.000} ms"));
        }
    }

    /// <summary>Median of a stage over the rounds that had it, milliseconds.</summary>
    public double Median(string stage) => _all.TryGetValue(stage, out List<double>? readings) ? readings.Order().ElementAt(readings.Count / 2) : 0;
}
