using NodaTime;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Ports;

/// <summary>Says what demand is expected.</summary>
public interface IForecastSource
{
    /// <summary>The latest forecasts; in replay, those that follow from demand read at this moment.</summary>
    /// <param name="seen">The snapshot of this tick.</param>
    /// <param name="now">The time of this tick.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null where there is no forecasting, or none yet.</returns>
    Task<DemandForecast?> ForecastAsync(NodeSnapshot seen, Instant now, CancellationToken cancellationToken);
}
