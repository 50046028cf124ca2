using Optimizer.Exporter.Catalogue;

namespace Optimizer.Exporter.Exposition;

/// <summary>Takes the series of one exposition. Values that cannot be are dropped and counted here, so that no mapper has to check.</summary>
internal interface ISeriesWriter
{
    /// <summary>One gauge or counter series.</summary>
    /// <param name="family">A family of the catalogue.</param>
    /// <param name="value">In the family's unit.</param>
    /// <param name="labels">Values in the order of the family's labels.</param>
    void Write(MetricFamily family, double value, params ReadOnlySpan<string> labels);

    /// <summary>Adds one observation to a histogram series.</summary>
    void Observe(MetricFamily family, double value, params ReadOnlySpan<string> labels);

    /// <summary>Keeps a histogram series without adding to it. With no observation ever made there is no series.</summary>
    void Keep(MetricFamily family, params ReadOnlySpan<string> labels);

    /// <summary>Puts a histogram series on the page also when nothing was observed yet.</summary>
    void Open(MetricFamily family, params ReadOnlySpan<string> labels);

    /// <summary>What was dropped from one family since the exporter was made, by the exporter's own rules.</summary>
    DropCounts Dropped(MetricFamily family);
}
