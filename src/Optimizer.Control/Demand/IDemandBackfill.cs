using NodaTime;

namespace Optimizer.Control.Demand;

/// <summary>Reads demand of the past, so that a daemon that starts without history need not wait a week for one.</summary>
public interface IDemandBackfill
{
    /// <summary>Readings on the grid from, from + step, ... before until; never throws for a source that does not answer.</summary>
    /// <remarks>One series after the other, ordered by key, so that never more than one is held; each ordered by time. A series without readings is left out.</remarks>
    /// <param name="from">First time asked for.</param>
    /// <param name="until">End, exclusive.</param>
    /// <param name="step">Distance of the readings: the forecaster's bin; at least a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<IReadOnlyList<DemandSample>> ReadHistoriesAsync(Instant from, Instant until, Duration step, CancellationToken cancellationToken);
}
