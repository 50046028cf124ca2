using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Generators;

/// <summary>Complete plans from what a test wants to say: targets and steps. Every figure is counted here, apart from the product's own counting.</summary>
internal static class PlanFor
{
    /// <summary>The present state as targets.</summary>
    internal static ValueArray<GpuTarget> Present(PlanningProblem problem) => problem.Gpus.Select(gpu => new GpuTarget
    {
        Gpu = gpu.Uuid,
        MigEnabled = gpu.MigEnabled,
        Instances = gpu.Slices.Select(slice => new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)).ToValueArray(),
        WholeGpuWorkload = gpu.WholeGpuWorkload,
    }).ToValueArray();

    /// <summary>A plan that changes nothing.</summary>
    internal static Plan Hold(PlanningProblem problem, HoldReason reason = HoldReason.AlreadyBest, Account account = default) =>
        Make(problem, Present(problem), [], reason, account, [Alternative("stay", problem, Present(problem), account, null)]);

    /// <summary>A plan that acts; it also considered to stay.</summary>
    internal static Plan Acting(PlanningProblem problem, ValueArray<GpuTarget> targets, IEnumerable<PlanStep> steps, Account account = default, Account stay = default) =>
        Make(
            problem,
            targets,
            steps,
            null,
            account,
            [Alternative("change", problem, targets, account, null), Alternative("stay", problem, Present(problem), stay, HoldReason.WorthLess)]);

    internal static PlanAlternative Alternative(string name, PlanningProblem problem, ValueArray<GpuTarget> targets, Account account, HoldReason? lost) => new()
    {
        Name = name,
        Account = account,
        ActiveGpus = targets.Count(target => target.WholeGpuWorkload is not null || target.Instances.Any(one => one.Workload is not null)),
        Moves = problem.Workloads.Sum(need => Moves(problem, targets, need)),
        InstanceChanges = targets.Zip(problem.Gpus, (target, gpu) =>
            target.Instances.Count(one => gpu.Slices.All(slice => slice.Instance != one.Instance)) + gpu.Slices.Count(slice => target.Instances.All(one => one.Instance != slice.Instance))).Sum(),
        UnmetRatio = 0,
        Lost = lost,
        Sentence = lost is null ? "It is worth most." : "It is worth less.",
    };

    private static Plan Make(
        PlanningProblem problem, ValueArray<GpuTarget> targets, IEnumerable<PlanStep> steps, HoldReason? hold, Account account, PlanAlternative[] alternatives) => new()
    {
        Generation = problem.Generation + 1,
        Parent = problem.Generation == 0 ? null : problem.Generation,
        MadeAt = problem.At,
        Policy = problem.Terms.Policy,
        Horizon = problem.Terms.Horizon,
        Hold = hold,
        Summary = hold is null ? "It changes what it must." : "Nothing is worth changing.",
        Targets = targets,
        Steps = steps.ToValueArray(),
        Account = account,
        Alternatives = alternatives.ToValueArray(),
        Outlook = problem.Workloads.Select(need => Outlook(problem, targets, need)).ToValueArray(),
        Proof = new SolveProof("by hand", true, null, null),
    };

    private static WorkloadOutlook Outlook(PlanningProblem problem, ValueArray<GpuTarget> targets, WorkloadNeed need)
    {
        (GpuState Gpu, string Profile)[] now = Seats(problem, Present(problem), need.Name), then = Seats(problem, targets, need.Name);
        int perReplica = Math.Max(1, need.GpusPerReplica);
        return new WorkloadOutlook
        {
            Workload = need.Name,
            PlanningRate = need.PlanningRate,
            ExpectedRate = need.ExpectedRate,
            CapacityNow = now.Sum(seat => Rate(need, seat)) / perReplica,
            CapacityPlanned = then.Sum(seat => Rate(need, seat)) / perReplica,
            ReplicasNow = now.Length / perReplica,
            ReplicasPlanned = then.Length / perReplica,
            Basis = need.Basis,
        };
    }

    private static double Rate(WorkloadNeed need, (GpuState Gpu, string Profile) seat) => need.Options
        .Where(option => option.Profile == seat.Profile && (option.GpuModel ?? seat.Gpu.Model) == seat.Gpu.Model)
        .OrderByDescending(option => option.GpuModel is not null)
        .Select(option => option.Rate * (1 - option.RateError))
        .FirstOrDefault();

    private static (GpuState Gpu, string Profile)[] Seats(PlanningProblem problem, ValueArray<GpuTarget> targets, string workload) =>
    [
        .. problem.Gpus.Zip(targets).Where(pair => pair.First.Usability != GpuUsability.Unusable).SelectMany(pair =>
            pair.Second.Instances.Where(one => one.Workload == workload).Select(one => (pair.First, one.Instance.Profile))
                .Concat(pair.Second.WholeGpuWorkload == workload ? [(pair.First, "gpu")] : [])),
    ];

    private static int Moves(PlanningProblem problem, ValueArray<GpuTarget> targets, WorkloadNeed need)
    {
        HashSet<(GpuUuid, PlacedInstance?, int)> now = Places(problem, Present(problem), need.Name), then = Places(problem, targets, need.Name);
        int seats = Math.Min(now.Except(then).Count(), then.Except(now).Count());
        return (int)Math.Ceiling(seats / (double)Math.Max(1, need.GpusPerReplica));
    }

    private static HashSet<(GpuUuid Gpu, PlacedInstance? Instance, int Processes)> Places(PlanningProblem problem, ValueArray<GpuTarget> targets, string workload) =>
    [
        .. problem.Gpus.Zip(targets).Where(pair => pair.First.Usability != GpuUsability.Unusable).SelectMany(pair =>
            pair.Second.Instances.Where(one => one.Workload == workload).Select(one => (pair.Second.Gpu, (PlacedInstance?)one.Instance, one.Processes))
                .Concat(pair.Second.WholeGpuWorkload == workload ? [(pair.Second.Gpu, null, 0)] : [])),
    ];
}
