using System.Collections.Immutable;
using NodaTime;
using Optimizer.Forecasting.Grid;
using Optimizer.Forecasting.Seasons;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Backtesting;

/// <summary>Judges methods by rolling origins: forecasts are made along a series, each knowing only what came before it, and compared with what came after.</summary>
/// <remarks>
/// A forecaster takes its bins in order and forecasting does not change it, so one pass over the series gives the very forecasts that a fresh one,
/// shown the history up to each origin, would give.
/// </remarks>
public static class Backtest
{
    private const int DaySeconds = 86_400;

    /// <summary>Horizons scored by the length of the bin: 15 min below 1 min; 15 min, 1 h, 6 h up to 5 min; else 1 h, 6 h, 24 h; each a whole number of bins.</summary>
    public static ImmutableArray<Duration> Horizons(int binSeconds)
    {
        Duration[] all = binSeconds switch
        {
            < 60 => [Duration.FromMinutes(15)],
            <= 300 => [Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(6)],
            _ => [Duration.FromHours(1), Duration.FromHours(6), Duration.FromHours(24)],
        };
        return Whole(all, binSeconds);
    }

    /// <summary>The season by which a series is judged: the one given, else the first found, else a day, else 1.</summary>
    public static int SeasonOf(BacktestSeries series)
    {
        if (series.Season is { } given)
        {
            return Math.Max(1, given);
        }

        int day = DaySeconds / series.BinSeconds;
        return SeasonDetector.Detect(series.Values.AsSpan(), series.BinSeconds) is [int found, ..] ? found : series.Values.Length > 2 * day ? day : 1;
    }

    /// <summary>Runs one method over one series.</summary>
    /// <param name="series">At least three bins, one of them known.</param>
    /// <param name="method">The method; it is not told the season.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done, 0 to 1, after each origin; null for nobody.</param>
    /// <param name="cancellationToken">Ends the run between bins.</param>
    /// <exception cref="ArgumentException">The series cannot be judged: too short, without a value, holding something not finite, or no horizon fits its bins.</exception>
    /// <exception cref="OperationCanceledException">It was asked to end.</exception>
    public static BacktestResult Run(BacktestSeries series, ForecastMethod method, BacktestOptions options, Action<double>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<Duration> horizons = Checked(series, options);
        int season = SeasonOf(series);
        int longest = horizons.Max(horizon => BinClock.Bins(horizon, series.BinSeconds)!.Value);
        double[] filled = Interpolated(series.Values.AsSpan());
        Queue<int> due = new(OriginsOf(filled.Length, longest, options));
        int first = due.Peek(), total = due.Count;

        IForecaster forecaster = method.Create(new SeriesOptions { BinSeconds = series.BinSeconds, Cap = series.Cap });
        List<BacktestOrigin> origins = [];
        TimeSpan observing = TimeSpan.Zero;
        int bins = 0;
        for (int i = 0; due.Count > 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double value = series.Values[i];
            long before = options.Time?.GetTimestamp() ?? 0;
            forecaster.Observe(new Observation(series.Start + Duration.FromSeconds((long)i * series.BinSeconds), double.IsNaN(value) ? null : value));
            observing += options.Time?.GetElapsedTime(before) ?? TimeSpan.Zero;
            bins++;
            if (i != due.Peek())
            {
                continue;
            }

            due.Dequeue();
            origins.Add(At(i, longest, forecaster, filled, options.Time));
            progress?.Invoke((double)origins.Count / total);
        }

        ErrorScale scale = ErrorScale.Of(filled.AsSpan(0, first + 1), season);
        return new BacktestResult
        {
            Series = series,
            Method = method.Name,
            Season = season,
            Origins = [.. origins],
            Scores = [.. horizons.Select(horizon => BacktestScoring.Score(series, method.Name, horizon, origins, scale))],
            MillisecondsPerBin = options.Time is null ? null : observing.TotalMilliseconds / bins,
        };
    }

    private static BacktestOrigin At(int index, int steps, IForecaster forecaster, double[] filled, TimeProvider? time)
    {
        long before = time?.GetTimestamp() ?? 0;
        ForecastPath path = forecaster.Forecast(steps);
        double? milliseconds = time?.GetElapsedTime(before).TotalMilliseconds;
        int end = Math.Min(filled.Length, index + 1 + steps);
        return new BacktestOrigin(index, path, [.. filled[(index + 1)..end]], milliseconds);
    }

    /// <summary>Evenly from the share given to the last bin with a whole horizon after it, or to the last but one where no whole horizon fits.</summary>
    internal static int[] OriginsOf(int length, int longest, BacktestOptions options)
    {
        int first = Math.Clamp((int)(length * options.FirstOriginShare) - 1, 0, length - 2);
        int last = length - 1 - longest;
        last = last > first ? last : length - 2;
        return
        [
            .. Enumerable.Range(0, options.Origins)
                .Select(i => options.Origins == 1 ? first : first + (int)Math.Round((double)i * (last - first) / (options.Origins - 1)))
                .Distinct(),
        ];
    }

    private static ImmutableArray<Duration> Checked(BacktestSeries series, BacktestOptions options)
    {
        if (options.Origins < 1 || options.FirstOriginShare is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"{options.Origins} origins from {options.FirstOriginShare} of the series on were asked for; at least 1 and a share of 0 to 1 are needed.", nameof(options));
        }

        if (series.Values.Length < 3 || series.Values.All(double.IsNaN))
        {
            throw new ArgumentException($"Series {series.Name} has {series.Values.Length} bins, {series.Values.Count(static value => !double.IsNaN(value))} of them known; at least 3 bins and one value are needed.", nameof(series));
        }

        if (series.Values.Any(double.IsInfinity))
        {
            throw new ArgumentException($"Series {series.Name} holds an infinite value; leave it missing.", nameof(series));
        }

        ImmutableArray<Duration> horizons = options.Horizons.IsDefaultOrEmpty ? Horizons(series.BinSeconds) : Whole([.. options.Horizons.Order()], series.BinSeconds);
        return horizons.IsEmpty
            ? throw new ArgumentException($"No horizon is a whole number of bins of {series.BinSeconds} s and at most {ForecastLimits.MostSteps} of them. Give one that is.", nameof(options))
            : horizons;
    }

    private static ImmutableArray<Duration> Whole(Duration[] horizons, int binSeconds) =>
        [.. horizons.Where(horizon => BinClock.Bins(horizon, binSeconds) is >= 1 and <= ForecastLimits.MostSteps)];

    /// <summary>Gaps on a straight line between their neighbours; at the ends the nearest value.</summary>
    internal static double[] Interpolated(ReadOnlySpan<double> values)
    {
        double[] filled = values.ToArray();
        int known = -1;
        for (int i = 0; i < filled.Length; i++)
        {
            if (double.IsNaN(filled[i]))
            {
                continue;
            }

            for (int gap = known + 1; gap < i; gap++)
            {
                filled[gap] = known < 0 ? filled[i] : filled[known] + ((filled[i] - filled[known]) * ((double)(gap - known) / (i - known)));
            }

            known = i;
        }

        Array.Fill(filled, filled[known], known + 1, filled.Length - known - 1);
        return filled;
    }
}
