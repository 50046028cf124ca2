using System.Collections.Immutable;

namespace Optimizer.Node.Demand;

/// <summary>What a page says about one metric.</summary>
/// <param name="Series">Finite values of the samples that match, by label set as the page writes it, each label set once.</param>
/// <param name="Malformed">Lines of this metric that could not be understood, or that are beyond <see cref="PrometheusTextReader.MaxSeries"/>.</param>
internal sealed record MetricReading(ImmutableArray<KeyValuePair<string, double>> Series, int Malformed)
{
    /// <summary>The sum; null when nothing matched.</summary>
    public double? Sum => Series.IsEmpty ? null : Series.Sum(static pair => pair.Value);
}
