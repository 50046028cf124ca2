using MathNet.Numerics;
using Optimizer.Forecasting.Grid;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ssa;

/// <summary>A model with its rank and what its errors are.</summary>
/// <param name="Model">The vectors.</param>
/// <param name="Rank">Vectors used.</param>
/// <param name="Persistence">See <see cref="SsaModel.Forecast"/>.</param>
/// <param name="Noise">Standard deviation of the series around its signal.</param>
/// <param name="Innovation">Standard deviation of the signal around its own recurrence.</param>
/// <param name="Stretch">Factor that makes the deviations fit the errors on a tail the vectors had not seen, 1 to 5; 1 where there was no such tail.</param>
/// <param name="Excess">By window of <see cref="ForecastLimits.PeakWindows"/>: how far the highest bin stood above the highest of the signal; unstretched.</param>
public sealed record SsaFit(SsaModel Model, int Rank, double Persistence, double Noise, double Innovation, double Stretch, ValueArray<Quantiles> Excess)
{
    /// <summary>Standard deviation of the error of each lead: noise² + innovation² × (psi_0² + ... + psi_(h-1)²), stretched.</summary>
    /// <param name="destination">Leads 1, 2, ...</param>
    public void Deviations(Span<double> destination)
    {
        double sum = 0;
        ReadOnlySpan<double> impulse = Model.Continuation(Rank) is { } recurrence ? recurrence.Impulse(destination.Length) : [];
        for (int h = 0; h < destination.Length; h++)
        {
            sum += impulse.IsEmpty ? 1 : impulse[h] * impulse[h];

            // Through hypotenuses, so that deviations near the largest number have no infinite square.
            destination[h] = Stretch * double.Hypot(Noise, Innovation * Math.Sqrt(sum));
        }
    }

    /// <summary>Bounds that hold the value with a probability, were errors normal.</summary>
    /// <param name="point">The forecast.</param>
    /// <param name="deviation">Of its error.</param>
    /// <param name="confidence">Probability, within 0 and 1.</param>
    /// <param name="twoSided">False gives an upper bound only: the lower one is then negative infinity. A two-sided 90 % interval ends at the one-sided 95 % bound.</param>
    public static (double Lower, double Upper) Interval(double point, double deviation, double confidence, bool twoSided)
    {
        if (confidence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A probability within 0 and 1 is needed.");
        }

        double z = Math.Sqrt(2) * SpecialFunctions.ErfInv(twoSided ? confidence : (2 * confidence) - 1);
        return (twoSided ? point - (z * deviation) : double.NegativeInfinity, point + (z * deviation));
    }

    /// <summary>Fits the newest bins, chooses the rank and measures the errors.</summary>
    /// <param name="series">Bins, oldest first; NaN where missing; at least twice the window, one of them known.</param>
    /// <param name="window">L.</param>
    /// <param name="binSeconds">Length of a bin.</param>
    /// <param name="options">Settings.</param>
    /// <param name="warm">The fit before; null decomposes anew.</param>
    public static SsaFit Of(ReadOnlySpan<double> series, int window, int binSeconds, SsaOptions options, SsaFit? warm)
    {
        int maxRank = Math.Min(options.MaxRank, window - 1), horizon = options.Horizon ?? Math.Min(window, 72);
        double growth = options.ShouldStabilize ? options.MaxGrowth : double.PositiveInfinity;
        double[] filled = GapFill.Linear(series);
        int held = Math.Min(Math.Max(window, horizon), series.Length / 4), tail = series.Length - held;
        bool honest = options.RankSelectionMethod != RankSelectionMethod.Fast && tail >= 2 * window && GapFill.Missing(series[..tail]) < tail;
        SsaModel? before = honest ? SsaModel.Fit(series[..tail], window, maxRank, warm?.Model) : null;
        SsaModel model = SsaModel.Fit(series, window, maxRank, before ?? warm?.Model);
        (int First, int Last) ranks = options.RankSelectionMethod == RankSelectionMethod.Fixed ? (options.Rank!.Value, options.Rank.Value) : (1, maxRank);
        (int rank, double persistence) = RankChoice.Of(before ?? model, filled, Math.Max(tail, window), horizon, ranks, growth);
        SsaFit fit = Measured(model, Math.Min(rank, model.Rank), filled, binSeconds) with { Persistence = persistence };
        return before is null ? fit : fit with { Stretch = StretchOf(fit, before, filled, tail, horizon, growth) };
    }

    private static SsaFit Measured(SsaModel model, int rank, double[] filled, int binSeconds)
    {
        double[] scaled = [.. filled.Select(value => value / model.Scale)];
        double[] signal = Reconstruction.Of(scaled, model.Subspace, rank);
        double noise = 0, innovation = 0;
        int window = model.Window;
        for (int t = 0; t < signal.Length; t++)
        {
            noise += (scaled[t] - signal[t]) * (scaled[t] - signal[t]);
        }

        if (model.Continuation(rank) is { } recurrence)
        {
            for (int t = window - 1; t < signal.Length; t++)
            {
                double error = signal[t] - Dense.Dot(recurrence.Coefficients, signal.AsSpan(t - window + 1, window - 1));
                innovation += error * error;
            }
        }

        Quantiles[] excess =
        [
            .. ForecastLimits.PeakWindows.Select(peak => BinClock.Bins(peak, binSeconds) is { } bins ? ExcessOf(scaled, signal, bins, model.Scale) : default),
        ];
        return new SsaFit(
            model, rank, 0, Finite(model.Scale * Math.Sqrt(noise / signal.Length)), Finite(model.Scale * Math.Sqrt(innovation / Math.Max(1, signal.Length - window + 1))), 1, ValueArray.Create<Quantiles>(excess));
    }

    /// <summary>A deviation of values near the largest number may be beyond it.</summary>
    private static double Finite(double deviation) => double.IsNaN(deviation) ? 0 : Math.Min(deviation, double.MaxValue);

    private static Quantiles ExcessOf(double[] scaled, double[] signal, int bins, double scale)
    {
        double[] actual = WindowMaxima.Of(scaled, bins), modelled = WindowMaxima.Of(signal, bins);
        double[] differences = [.. actual.Zip(modelled, (high, expected) => (high - expected) * scale).Order()];
        return differences.Length == 0 ? default : QuantileGuard.Empirical(differences, 0, 1, null);
    }

    private static double StretchOf(SsaFit fit, SsaModel before, double[] filled, int tail, int horizon, double growth)
    {
        double[] deviations = new double[horizon];
        fit.Deviations(deviations);
        List<RankChoice.Trial> trials = RankChoice.Trials(before, filled, tail, horizon, Math.Min(fit.Rank, before.Rank), growth);
        double mean = trials.Average(trial => Math.Pow(trial.Error(fit.Persistence) / deviations[trial.Lead], 2));
        return Math.Clamp(double.IsNaN(mean) ? 1 : Math.Sqrt(mean), 1, 5);
    }
}
