using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Optimizer.Forecasting.Seasons;

/// <summary>Finds the periods of a series by its autocorrelation.</summary>
/// <remarks>
/// Robust to spikes (clipped at the median ± 5 median absolute deviations), blind to a straight trend (removed), indifferent to gaps (their products are left out).
/// A period must be the highest autocorrelation around, significantly above zero and above the valley before it, and have repeated at least three times.
/// Periods of the domain (hour, day, week) are taken when a found one is within reach of them, and come first when they explain nearly as much.
/// </remarks>
public static class SeasonDetector
{
    private const int LongestSeconds = 8 * 86_400;
    private const int Repeats = 3;
    private const int LeastKnown = 24;

    // Members are added for each; past a few they explain the same thing again.
    private const int Most = 4;

    // Five standard errors of a white noise autocorrelation: lags up to a third of the series are searched, so many are tested at once.
    private const double Significance = 5;

    // A weaker correlation explains so little (its square) that a season only adds noise to a forecast.
    private const double LeastCorrelation = 0.2;

    private const double DomainBonus = 0.1;

    private static readonly int[] DomainSeconds = [86_400, 604_800, 3600];

    /// <summary>The periods found.</summary>
    /// <param name="values">Bins, oldest first; NaN where missing.</param>
    /// <param name="binSeconds">Length of a bin, seconds.</param>
    /// <returns>Periods in bins, the most convincing first; empty when there is none, also for constants and short series.</returns>
    public static IReadOnlyList<int> Detect(ReadOnlySpan<double> values, int binSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(binSeconds, 1);
        double[] clean = Detrended(values, out int known);
        if (known < LeastKnown)
        {
            return [];
        }

        int longest = (int)Math.Min(LongestSeconds / binSeconds, values.Length / Repeats);
        double[] correlation = Autocorrelation(clean, values, longest);
        return correlation.Length == 0 ? [] : Candidates(correlation, binSeconds, known);
    }

    private static List<int> Candidates(double[] correlation, int binSeconds, int known)
    {
        double least = Math.Max(LeastCorrelation, Significance / Math.Sqrt(known));
        List<(int Period, double Strength)> found = [];
        for (int lag = 2; lag < correlation.Length - 1; lag++)
        {
            if (correlation[lag] >= least && StandsOut(correlation, lag, least))
            {
                int period = Snapped(Refined(lag, correlation), binSeconds, correlation);
                double strength = Strength(correlation, period);
                if (strength >= 0.75 * least)
                {
                    found.Add((period, strength + (IsDomain(period, binSeconds) ? DomainBonus : 0)));
                }
            }
        }

        foreach (int seconds in DomainSeconds.Where(seconds => seconds % binSeconds == 0))
        {
            // People live by these, so a broad hill around one is taken for it even where its top is a little off.
            int period = seconds / binSeconds;
            if (period >= 2 && period + 1 < correlation.Length && correlation[period] >= least && Rises(correlation, period, least) && Strength(correlation, period) >= 0.75 * least)
            {
                found.Add((period, Strength(correlation, period) + DomainBonus));
            }
        }

        List<int> ordered = [];
        foreach ((int period, double _) in found.Where(item => !IsOvertone(item, found, binSeconds)).OrderByDescending(static item => item.Strength).ThenBy(static item => item.Period))
        {
            // Neighbours and multiples of a stronger period say nothing new.
            if (ordered.Count < Most && !ordered.Exists(other => Repeated(period, other, binSeconds)))
            {
                ordered.Add(period);
            }
        }

        return ordered;
    }

    /// <summary>A slow series is correlated at every short lag, a noisy one has bumps everywhere: a repetition is the highest point around and rises out of a valley before it.</summary>
    private static bool StandsOut(double[] correlation, int lag, double least)
    {
        int around = Math.Max(1, lag / 4), end = Math.Min(correlation.Length - 1, lag + around);
        double highest = double.MinValue, valley = double.MaxValue;
        for (int other = lag / 4; other <= end; other++)
        {
            highest = other != lag && other >= lag - around ? Math.Max(highest, correlation[other]) : highest;
            valley = other < lag ? Math.Min(valley, correlation[other]) : valley;
        }

        return correlation[lag] > highest && correlation[lag] - valley >= least;
    }

    /// <summary>A multiple of a shorter period that explains nearly as much: the multiple's correlation is an average of fewer lags, so chance may put it ahead.</summary>
    private static bool IsOvertone((int Period, double Strength) item, List<(int Period, double Strength)> found, int binSeconds) =>
        !IsDomain(item.Period, binSeconds)
        && found.Exists(other => other.Period < item.Period / 1.5 && other.Strength >= 0.85 * item.Strength && Repeated(item.Period, other.Period, binSeconds));

    /// <summary>The point belongs to the hill that is highest around it, and the hill rises out of a valley.</summary>
    private static bool Rises(double[] correlation, int lag, double least)
    {
        int end = Math.Min(correlation.Length - 1, lag + (lag / 4));
        double highest = correlation[(lag - (lag / 4))..(end + 1)].Max(), valley = correlation[(lag / 4)..lag].Min();
        return correlation[lag] >= 0.8 * highest && correlation[lag] - valley >= least;
    }

    private static bool Repeated(int period, int stronger, int binSeconds)
    {
        int times = (int)Math.Round((double)period / stronger);
        bool multiple = times >= 1 && Math.Abs(period - ((double)times * stronger)) <= Math.Max(1, 0.03 * period);
        return multiple && !(times > 1 && IsDomain(period, binSeconds));
    }

    /// <summary>The lag close by that repeats best: noise moves one top of the hill, but not all its multiples with it.</summary>
    private static int Refined(int lag, double[] correlation)
    {
        int around = lag / 20;
        return Enumerable.Range(lag - around, (2 * around) + 1).Where(other => other < correlation.Length)
            .MaxBy(other => (Strength(correlation, other), -Math.Abs(other - lag)));
    }

    /// <summary>Mean correlation over the period and its multiples that could be measured: noise does not repeat.</summary>
    private static double Strength(double[] correlation, int period)
    {
        double sum = 0;
        int count = 0;
        for (int lag = period; lag < correlation.Length; lag += period)
        {
            sum += correlation[lag];
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    private static bool IsDomain(int period, int binSeconds) => Array.Exists(DomainSeconds, seconds => seconds == (long)period * binSeconds);

    private static int Snapped(int lag, int binSeconds, double[] correlation)
    {
        foreach (int seconds in DomainSeconds.Where(seconds => seconds % binSeconds == 0))
        {
            int domain = seconds / binSeconds;
            if (domain < correlation.Length && domain > 1 && Math.Abs(lag - domain) <= Math.Max(1, 0.03 * domain) && correlation[domain] >= 0.8 * correlation[lag])
            {
                return domain;
            }
        }

        return lag;
    }

    /// <summary>Clipped and without its straight trend; 0 where missing.</summary>
    private static double[] Detrended(ReadOnlySpan<double> values, out int known)
    {
        double[] result = new double[values.Length];
        List<double> sorted = [];
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                sorted.Add(value);
            }
        }

        known = sorted.Count;
        if (known < LeastKnown)
        {
            return result;
        }

        (double low, double high, double scale) = Bounds(sorted);
        double sumX = 0, sumY = 0, sumXx = 0, sumXy = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                // In units of the spread, so that squares of huge values stay finite.
                result[i] = (Math.Clamp(values[i], low, high) - low) / scale;
                (sumX, sumY, sumXx, sumXy) = (sumX + i, sumY + result[i], sumXx + ((double)i * i), sumXy + (i * result[i]));
            }
        }

        double spread = sumXx - (sumX * sumX / known);
        double slope = spread > 0 ? (sumXy - (sumX * sumY / known)) / spread : 0;
        double level = (sumY - (slope * sumX)) / known;
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = double.IsFinite(values[i]) ? result[i] - level - (slope * i) : 0;
        }

        return result;
    }

    private static (double Low, double High, double Scale) Bounds(List<double> values)
    {
        values.Sort();
        double median = values[values.Count / 2];
        double[] deviations = [.. values.Select(value => Math.Abs((value / 2) - (median / 2)))];
        Array.Sort(deviations);
        double deviation = 2 * deviations[deviations.Length / 2];

        // More than half the values equal (an idle GPU): the deviation says nothing, so nothing is clipped.
        double low = deviation > 0 ? Math.Max(values[0], median - (5 * deviation)) : values[0];
        double high = deviation > 0 ? Math.Min(values[^1], median + (5 * deviation)) : values[^1];
        double scale = high - low;
        return (low, high, scale > 0 && double.IsFinite(scale) ? scale : 1);
    }

    /// <summary>Autocorrelation at lags 0 to the longest, each over the pairs known, by FFT. Empty when the series is constant.</summary>
    private static double[] Autocorrelation(double[] clean, ReadOnlySpan<double> values, int longest)
    {
        double[] mask = new double[clean.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = double.IsFinite(values[i]) ? 1 : 0;
        }

        double[] products = Lagged(clean, longest), pairs = Lagged(mask, longest);
        double variance = products[0] / pairs[0];
        if (!(variance > 1e-12))
        {
            return [];
        }

        double[] correlation = new double[longest + 1];
        for (int lag = 0; lag <= longest; lag++)
        {
            correlation[lag] = pairs[lag] < LeastKnown / 2.0 ? 0 : products[lag] / pairs[lag] / variance;
        }

        return correlation;
    }

    private static double[] Lagged(double[] values, int longest)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)(values.Length + longest + 1));
        Complex[] spectrum = new Complex[size];
        for (int i = 0; i < values.Length; i++)
        {
            spectrum[i] = values[i];
        }

        Fourier.Forward(spectrum, FourierOptions.AsymmetricScaling);
        for (int i = 0; i < size; i++)
        {
            spectrum[i] *= Complex.Conjugate(spectrum[i]);
        }

        Fourier.Inverse(spectrum, FourierOptions.AsymmetricScaling);
        double[] sums = new double[longest + 1];
        for (int lag = 0; lag <= longest; lag++)
        {
            sums[lag] = spectrum[lag].Real;
        }

        return sums;
    }
}
