using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Capacity;

namespace Optimizer.Control.Problems;

/// <summary>Which of a workload's demand series is planned with, and that series without what no arithmetic may see.</summary>
internal sealed class DemandSource
{
    private readonly Dictionary<SeriesKey, SeriesForecast> _series = [];

    public DemandSource(DemandForecast? forecast)
    {
        foreach (SeriesForecast series in forecast?.Series ?? [])
        {
            if (series.Key.Scope == SeriesScope.Workload)
            {
                _series.TryAdd(series.Key, series);
            }
        }
    }

    /// <summary>
    /// The declared signal where it is known what a seat serves in its unit: stated for a profile of this fleet, or seen at saturation. Else compute slices, which need no such figure.
    /// A rate once served is not enough: it bounds capacity from below, and at night it would make the morning look like ten times the capacity.
    /// </summary>
    public static DemandSignal SignalOf(WorkloadDeclaration declared, CapacityBook book, ValueArray<FleetModel> fleet) =>
        declared.Demand.Signal is { } signal
        && (Capacities(declared, fleet).Any() || (declared.Gpus <= 0 && book.PointsOf(declared.Name).Any(point => point.Observed is not null && fleet.Any(gpu => gpu.Model == point.Shape.GpuModel))))
            ? signal
            : DemandSignal.ComputeSlices;

    /// <summary>Stated rates that can be, for profiles this fleet has; each profile once.</summary>
    public static IEnumerable<ProfileCapacity> Capacities(WorkloadDeclaration declared, ValueArray<FleetModel> fleet) => declared.Capacity
        .Where(capacity => double.IsFinite(capacity.RequestsPerSecond) && capacity.RequestsPerSecond > 0 && fleet.Any(gpu => gpu.MemoryOf(capacity.Profile) is not null))
        .Where(capacity => declared.Gpus <= 0 || capacity.Profile == ProfileCapacity.WholeGpu)
        .DistinctBy(capacity => capacity.Profile);

    /// <summary>The series of a workload; null when there is none. A value that is no rate is as one not seen, a path with one as none.</summary>
    public SeriesForecast? Series(string workload, DemandSignal signal)
    {
        if (!_series.TryGetValue(new SeriesKey(SeriesScope.Workload, workload, signal), out SeriesForecast? series))
        {
            return null;
        }

        bool bad = series.Path is { } path && (path.Bin <= NodaTime.Duration.Zero || !Sound(path));
        return (bad, series.Observed is { } value && !IsRate(value)) switch
        {
            (false, false) => series,
            (true, false) => series with { Path = null },
            (false, true) => series with { Observed = null },
            (true, true) => series with { Path = null, Observed = null },
        };
    }

    private static bool Sound(ForecastPath path)
    {
        foreach (PeakForecast peak in path.Peaks)
        {
            if (!(IsRate(peak.Quantiles.Q50) && IsRate(peak.Quantiles.Q90) && IsRate(peak.Quantiles.Q95) && IsRate(peak.Quantiles.Q99)))
            {
                return false;
            }
        }

        foreach (ForecastStep step in path.Steps)
        {
            if (!IsRate(step.Mean))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRate(double value) => double.IsFinite(value) && value >= 0;
}
