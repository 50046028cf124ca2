using NodaTime;
using Optimizer.Exporter.Catalogue;
using Optimizer.Model.Demand;

namespace Optimizer.Exporter.Families;

/// <summary>Label values for times ahead, and the probabilities that go with them.</summary>
internal static class HorizonText
{
    /// <summary>The probabilities of <see cref="Quantiles"/>, in their order.</summary>
    public static readonly MetricLabel Probability = MetricLabel.Closed("probability", "0.5", "0.9", "0.95", "0.99");

    /// <summary>Windows whose peak is forecast.</summary>
    public static readonly MetricLabel PeakHorizon = MetricLabel.Closed("horizon", "15m", "1h", "6h", "24h");

    /// <summary>The same windows, where the label says that it is a window.</summary>
    public static readonly MetricLabel Window = MetricLabel.Closed("window", "15m", "1h", "6h", "24h");

    /// <summary>Ends of the ranges of lead time that accuracy is kept for.</summary>
    public static readonly MetricLabel LeadHorizon = MetricLabel.Closed("horizon", "15m", "1h", "3h", "6h", "24h");

    private static readonly Duration[] Durations =
        [Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(3), Duration.FromHours(6), Duration.FromHours(24)];

    /// <summary>The label value; null for a time that is none of the contract's.</summary>
    public static string? Of(Duration time)
    {
        int at = Array.IndexOf(Durations, time);
        return at < 0 ? null : LeadHorizon.Values[at];
    }

    /// <summary>The label value of a probability, by its index.</summary>
    public static string OfProbability(int index) => Probability.Values[index];
}
