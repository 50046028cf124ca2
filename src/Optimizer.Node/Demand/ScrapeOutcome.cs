using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <summary>What came of reading one page: a reading, or why there is none.</summary>
internal sealed record ScrapeOutcome
{
    public ScrapeOutcome(MetricReading reading) => Reading = reading;

    public ScrapeOutcome(DemandTroubleReason trouble, string detail) => (Trouble, Detail) = (trouble, detail);

    public MetricReading? Reading { get; }

    public DemandTroubleReason? Trouble { get; }

    /// <summary>What was seen, for the log.</summary>
    public string Detail { get; } = "";
}
