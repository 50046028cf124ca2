using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Control;

/// <summary>Forecasts as demand observation last published them; it follows demand at its own pace.</summary>
/// <param name="latest">The newest; null before the first, and where forecasting is off.</param>
internal sealed class LatestForecast(Func<DemandForecast?> latest) : IForecastSource
{
    /// <inheritdoc/>
    public Task<DemandForecast?> ForecastAsync(NodeSnapshot seen, Instant now, CancellationToken cancellationToken) => Task.FromResult(latest());
}
