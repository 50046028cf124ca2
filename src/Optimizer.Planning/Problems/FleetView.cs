using Optimizer.Model.Mig;
using Optimizer.Planning.Checks;

namespace Optimizer.Planning.Problems;

/// <summary>A problem by what its check asks of it for every workload: kinds of GPUs in place of single ones, and who is where, each found once.</summary>
internal sealed class FleetView
{
    private readonly ILookup<string, (GpuState Gpu, OccupiedSeat Seat)> _present;
    private readonly ILookup<string, GpuState> _lost;

    internal FleetView(PlanningProblem problem)
    {
        Problem = problem;
        Kinds =
        [
            .. problem.Gpus
                .GroupBy(gpu => (gpu.Model, gpu.Geometry, gpu.MigEnabled, gpu.MigToggle, gpu.Usability, gpu.MemoryBytes, gpu.ComputeCapability, gpu.Cuda))
                .Select(alike => new Kind(alike.First(), [.. alike])),
        ];
        _present = Seats(alive: true).ToLookup(one => one.Seat.Workload);
        _lost = Seats(alive: false).ToLookup(one => one.Seat.Workload, one => one.Gpu);
    }

    internal PlanningProblem Problem { get; }

    /// <summary>GPUs that are alike in everything a seat is judged by, in the order of the first of each.</summary>
    internal IReadOnlyList<Kind> Kinds { get; }

    /// <summary>Seats a workload has on GPUs that are not unusable.</summary>
    internal IEnumerable<(GpuState Gpu, OccupiedSeat Seat)> PresentOf(WorkloadNeed need) => _present[need.Name];

    /// <summary>Unusable GPUs it was on, each once.</summary>
    internal IEnumerable<GpuState> LostOf(WorkloadNeed need) => _lost[need.Name].DistinctBy(gpu => gpu.Uuid);

    private IEnumerable<(GpuState Gpu, OccupiedSeat Seat)> Seats(bool alive) =>
        Problem.Gpus.Where(gpu => PlanCase.IsAlive(gpu) == alive).SelectMany(gpu => PlanCase.SeatsOf(gpu).Select(seat => (gpu, seat)));

    /// <summary>GPUs that are alike; one object for each kind, so that kinds compare by reference.</summary>
    internal sealed class Kind(GpuState like, GpuState[] gpus)
    {
        /// <summary>One of them.</summary>
        internal GpuState Like { get; } = like;

        /// <summary>All of them.</summary>
        internal GpuState[] Gpus { get; } = gpus;

        /// <summary>A profile of theirs; null: they have none of that name.</summary>
        internal MigProfile? Profile(string name) => Like.Geometry is { } geometry ? LayoutRules.Profile(geometry, name) : null;
    }
}
