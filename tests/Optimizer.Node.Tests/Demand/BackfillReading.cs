using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Tests.Demand;

/// <summary>Reads a whole history at once, as only a test may.</summary>
internal static class BackfillReading
{
    public static async Task<IReadOnlyList<DemandSample>> ReadHistoryAsync(
        this IDemandBackfill backfill, Instant from, Instant until, Duration step, CancellationToken cancellationToken)
    {
        List<DemandSample> samples = [];
        await foreach (IReadOnlyList<DemandSample> series in backfill.ReadHistoriesAsync(from, until, step, cancellationToken))
        {
            samples.AddRange(series);
        }

        return samples;
    }
}
