using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>The need of a workload nobody here may or can plan: it keeps exactly what it has, and nothing is started for it.</summary>
internal static class NeedAsItIs
{
    /// <summary>A need that its present seats meet in full. Rates are counted in seats: one each.</summary>
    public static WorkloadNeed Of(string name, IEnumerable<PresentSeat> seats, string basis, WorkloadDeclaration? declared = null)
    {
        PresentSeat[] there = [.. seats];
        SeatOption[] options =
        [
            .. there.Select(seat => (seat.Profile, seat.Gpu.Model)).Distinct()
                .OrderBy(seat => seat.Profile, StringComparer.Ordinal).ThenBy(seat => seat.Model, StringComparer.Ordinal)
                .Select(seat => new SeatOption { Profile = seat.Profile, GpuModel = seat.Model, Rate = 1, Source = "observed" }),
        ];
        return new WorkloadNeed
        {
            Name = name,
            Tenant = declared?.Tenant,
            Kind = declared?.Kind ?? DeclaredKind.Inference,
            Qos = QosClass.Burstable,
            PlanningRate = there.Length,
            ExpectedRate = there.Length,
            Basis = basis,
            Options = options.Length > 0 ? options.ToValueArray() : [new SeatOption { Profile = ProfileCapacity.WholeGpu, Rate = 1, Source = "observed" }],
            Replicas = new ReplicaRange(0, Math.Max(1, there.Length)),
            Move = null,
        };
    }
}
