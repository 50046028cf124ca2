namespace Optimizer.Model.Workloads;

/// <summary>How a scraped number is to be read.</summary>
public enum ScrapeType
{
    /// <summary>It only rises, but for restarts; its rate per second is the demand.</summary>
    Counter,

    /// <summary>Its value is the demand.</summary>
    Gauge,
}
