using NodaTime;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Demand.Intake;

/// <summary>Sums workloads by QoS class. A class with a workload that gave nothing gives nothing.</summary>
internal static class ClassDemand
{
    public static IEnumerable<DemandSample> Of(IEnumerable<WorkloadReading> workloads, Instant at, NodeCapacity capacity)
    {
        foreach (IGrouping<string, WorkloadReading> group in workloads.GroupBy(workload => workload.Qos?.Word() ?? QosClassWord.Undeclared, StringComparer.Ordinal))
        {
            BusySlices? sum = default(BusySlices);
            foreach (WorkloadReading workload in group)
            {
                sum = sum is { } before && workload.Busy is { } busy ? before.Plus(busy) : null;
            }

            if (sum is { } whole)
            {
                yield return new(new(SeriesScope.Class, group.Key, DemandSignal.ComputeSlices), at, whole.Slices, whole.Saturated, capacity.Slices);
            }
        }
    }
}
