using NodaTime;
using Optimizer.Forecasting.Grid;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Backtesting;

/// <summary>The scores of one cell (series, horizon, method).</summary>
internal static class BacktestScoring
{
    public static BacktestScore Score(BacktestSeries series, string method, Duration horizon, IReadOnlyList<BacktestOrigin> origins, ErrorScale scale)
    {
        int steps = BinClock.Bins(horizon, series.BinSeconds)!.Value;
        Sums sums = new();
        foreach (BacktestOrigin origin in origins)
        {
            int last = Math.Min(steps, origin.Actuals.Length);
            for (int k = 0; k < last; k++)
            {
                sums.Add(origin.Actuals[k], origin.Path.Steps[k]);
            }
        }

        double[] losses = [.. sums.Pinball.Select(loss => loss / sums.Count)];
        double size = sums.Size / sums.Count, loss = 2 * losses.Average();
        BacktestScore score = new()
        {
            Series = series.Name,
            Method = method,
            Horizon = horizon,
            Scored = sums.Count,
            Mase = sums.Absolute / sums.Count / scale.Seasonal,
            Rmsse = scale.StepSquared is { } squared ? Math.Sqrt(sums.Squared / sums.Count / squared) : null,
            Smape = 200 * sums.Symmetric / sums.Count,
            Pinball50 = losses[0],
            Pinball90 = losses[1],
            Pinball95 = losses[2],
            Pinball99 = losses[3],
            Wql = Ratio(loss, size),
            WqlScaled = loss / scale.Seasonal,
            Coverage90 = (double)sums.Covered[1] / sums.Count,
            Coverage95 = (double)sums.Covered[2] / sums.Count,
            Coverage99 = (double)sums.Covered[3] / sums.Count,
            Headroom95 = Ratio(sums.Room / sums.Count, size),
            MillisecondsPerForecast = Median(origins),
        };
        return WithPeaks(score, steps, [.. origins.Where(origin => origin.Actuals.Length >= steps)]);
    }

    private static BacktestScore WithPeaks(BacktestScore score, int steps, BacktestOrigin[] whole)
    {
        int covered = 0, peaks = 0, peaksCovered = 0;
        double loss = 0, room = 0, size = 0;
        foreach (BacktestOrigin origin in whole)
        {
            double highest = origin.Actuals.AsSpan()[..steps].ToArray().Max();
            double bound = double.MinValue;
            for (int k = 0; k < steps; k++)
            {
                bound = Math.Max(bound, origin.Path.Steps[k].Quantiles.Q95);
            }

            covered += highest <= bound ? 1 : 0;
            foreach (PeakForecast peak in origin.Path.Peaks)
            {
                if (peak.Window == score.Horizon)
                {
                    peaks++;
                    peaksCovered += highest <= peak.Quantiles.Q95 ? 1 : 0;
                    loss += Pinball(highest, peak.Quantiles.Q95, 0.95);
                    room += peak.Quantiles.Q95 - highest;
                    size += highest;
                }
            }
        }

        return score with
        {
            PathPeakCoverage95 = whole.Length == 0 ? null : (double)covered / whole.Length,
            PeaksScored = peaks,
            PeakCoverage95 = peaks == 0 ? null : (double)peaksCovered / peaks,
            PeakPinball95 = Ratio(loss, size),
            PeakHeadroom95 = Ratio(room, size),
        };
    }

    private static double Pinball(double actual, double quantile, double probability) =>
        actual >= quantile ? probability * (actual - quantile) : (1 - probability) * (quantile - actual);

    private static double? Ratio(double value, double size) => size > 0 && double.IsFinite(value / size) ? value / size : null;

    private static double? Median(IReadOnlyList<BacktestOrigin> origins)
    {
        double[] times = [.. origins.Select(static origin => origin.Milliseconds).OfType<double>().Order()];
        return times.Length == 0 ? null : QuantileGuard.Quantile(times, 0.5);
    }

    /// <summary>Running sums over the steps scored.</summary>
    private sealed class Sums
    {
        public int Count { get; private set; }

        public double Absolute { get; private set; }

        public double Squared { get; private set; }

        public double Symmetric { get; private set; }

        public double Size { get; private set; }

        public double Room { get; private set; }

        public double[] Pinball { get; } = new double[4];

        public int[] Covered { get; } = new int[4];

        public void Add(double actual, ForecastStep step)
        {
            Count++;
            double error = Math.Abs(actual - step.Quantiles.Q50), size = Math.Abs(actual) + Math.Abs(step.Quantiles.Q50);
            Absolute += error;
            Squared += (actual - step.Mean) * (actual - step.Mean);
            Symmetric += size > 0 ? error / size : 0;
            Size += Math.Abs(actual);
            Room += step.Quantiles.Q95 - actual;
            for (int i = 0; i < 4; i++)
            {
                Pinball[i] += BacktestScoring.Pinball(actual, step.Quantiles[i], Quantiles.Probabilities[i]);
                Covered[i] += actual <= step.Quantiles[i] ? 1 : 0;
            }
        }
    }
}
