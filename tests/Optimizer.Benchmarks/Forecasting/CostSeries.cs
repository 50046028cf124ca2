using NodaTime;
using Optimizer.Forecasting;

namespace Optimizer.Benchmarks.Forecasting;

/// <summary>Generated series of minutes in four shapes: a daily wave, duty cycles, steps of whole GPUs, and noise with one bin in twenty missing.</summary>
internal static class CostSeries
{
    public const int BinSeconds = 60, Day = 1440;

    public static readonly Instant Start = Instant.FromUtc(2024, 1, 1, 0, 0);

    /// <summary>The values of a series; NaN where missing.</summary>
    public static float[] Values(int number, int count)
    {
        Random random = new(number);
        float[] values = new float[count];
        for (int t = 0; t < count; t++)
        {
            double wave = 50 + (40 * Math.Sin(2 * Math.PI * t / Day)) + (5 * random.NextDouble());
            values[t] = (float)((number % 4) switch
            {
                0 => wave,
                1 => random.NextDouble() < 0.3 ? wave : 0,
                2 => Math.Round(wave / 12.5) * 12.5,
                _ => random.NextDouble() < 0.05 ? double.NaN : 40 * random.NextDouble(),
            });
        }

        return values;
    }

    /// <summary>The observation of a bin.</summary>
    public static Observation Observation(float[] values, int bin) =>
        new(Start + Duration.FromSeconds((long)bin * BinSeconds), float.IsNaN(values[bin]) ? null : values[bin]);
}
