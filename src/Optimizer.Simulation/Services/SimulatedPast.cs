using System.Runtime.CompilerServices;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Services;

/// <summary>What the services of a node would have been asked for before it started: their own traces, continued backwards.</summary>
/// <remarks>A reading is the mean over the step before it, as a rate read from a counter is. Only requests of services: what GPUs showed, nobody knows.</remarks>
internal sealed class SimulatedPast(SimulatedDriver driver) : IDemandBackfill
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<DemandSample>> ReadHistoriesAsync(
        Instant from, Instant until, Duration step, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, Duration.FromSeconds(1));
        await Task.CompletedTask;
        Instant start = driver.InstantAt(0);
        Instant end = Instant.Min(until, start);
        foreach (SimulatedService service in driver.Fleet.Services.OrderBy(static service => service.Plan.Name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            SeriesKey key = new(SeriesScope.Workload, service.Plan.Name, DemandSignal.RequestRate);
            List<DemandSample> samples = [];
            for (Instant at = from; at < end; at += step)
            {
                double seconds = (at - start).TotalSeconds;
                samples.Add(new DemandSample(key, at, service.Account.Arrivals(seconds - step.TotalSeconds, seconds) / step.TotalSeconds, Saturated: false, Cap: null));
            }

            if (samples.Count > 0)
            {
                yield return samples;
            }
        }
    }
}
