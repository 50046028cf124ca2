using NodaTime;
using Optimizer.Forecasting.Ensemble;

namespace Optimizer.Forecasting.Tests.Ensemble;

/// <summary>Seeded series, and feeding them to the ensemble.</summary>
internal static class GeneratedSeries
{
    /// <summary>A Monday.</summary>
    public static readonly Instant Start = Instant.FromUtc(2024, 1, 1, 0, 0);

    /// <summary>A daily wave around 50 with errors that fade over some bins.</summary>
    public static double[] Daily(int binSeconds, int days, int seed)
    {
        Random random = new(seed);
        int day = 86_400 / binSeconds;
        double error = 0;
        double[] values = new double[days * day];
        for (int t = 0; t < values.Length; t++)
        {
            double angle = 2 * Math.PI * t / day;
            error = (0.8 * error) + (3 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
            values[t] = Math.Max(0, 50 + (30 * Math.Sin(angle)) + (8 * Math.Sin(2 * angle)) + error);
        }

        return values;
    }

    /// <summary>Values between two bounds, all alike likely.</summary>
    public static double[] Noise(int count, double low, double high, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextDouble()))];
    }

    public static EnsembleForecaster Create(int binSeconds, double? cap = null) => new(new SeriesOptions { BinSeconds = binSeconds, Cap = cap });

    /// <summary>Start of a bin.</summary>
    public static Instant At(int binSeconds, int bin) => Start + Duration.FromSeconds((long)bin * binSeconds);

    /// <summary>Observes values from a bin on; NaN is a missing one.</summary>
    public static EnsembleForecaster Feed(this EnsembleForecaster forecaster, IEnumerable<double> values, int from = 0)
    {
        int bin = forecaster.Options.BinSeconds;
        foreach (double value in values)
        {
            forecaster.Observe(new Observation(At(bin, from++), double.IsNaN(value) ? null : value));
        }

        return forecaster;
    }

    public static byte[] Saved(IForecaster forecaster)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        forecaster.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    public static EnsembleForecaster Loaded(EnsembleForecaster forecaster)
    {
        using BinaryReader reader = new(new MemoryStream(Saved(forecaster)));
        return EnsembleForecaster.Load(forecaster.Options, reader);
    }
}
