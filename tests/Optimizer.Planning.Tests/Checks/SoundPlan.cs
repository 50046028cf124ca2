using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Planning.Tests.Generators;

namespace Optimizer.Planning.Tests.Checks;

/// <summary>
/// A node with one GPU of each kind, and a sound plan for it: chat, guaranteed, moves from GPU 1 to GPU 2. GPU 3 has pins, 4 drains, 5 is lost, 6 and 7 train, 8 is
/// empty with MIG off and cannot change its mode in place.
/// </summary>
internal static class SoundPlan
{
    internal static PlanningProblem Problem { get; } = Some.Problem(
        [
            Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat"), Some.Slice("1g.10gb", 6)),
            Some.Gpu(2),
            Some.Gpu(3).WithSlices(Some.Slice("2g.20gb", 0, "notebook"), Some.Slice("1g.10gb", 2, "embed", pinned: true), Some.Slice("1g.10gb", 6, pinned: true)),
            Some.Gpu(4).WithSlices(Some.Slice("3g.40gb", 0, "embed"), Some.Slice("1g.10gb", 6)) with { Usability = GpuUsability.Draining },
            Some.Gpu(5).WithSlices(Some.Slice("1g.10gb", 0, "embed")) with { Usability = GpuUsability.Unusable },
            Some.Gpu(6) with { MigEnabled = false, WholeGpuWorkload = "train", WholeGpuPinned = true },
            Some.Gpu(7) with { MigEnabled = false, WholeGpuWorkload = "train" },
            Some.Gpu(8) with { MigEnabled = false, MigToggle = false, NvLinkIsland = 1 },
        ],
        Some.Service("chat", 7, ("3g.40gb", 8), ("4g.40gb", 10)) with
        {
            Tenant = "search", Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 2), FloorRate = 7, MaxPerGpu = 1, ApartFrom = ["notebook"],
            MemoryBytes = 16UL << 30, Cuda = new Version(12, 2), ComputeCapability = new Version(8, 0), NeedsMedia = true,
        },
        Some.Service("embed", 20, ("1g.10gb", 5), ("3g.40gb", 15)) with { Tenant = "lab", Replicas = new ReplicaRange(0, 4) },
        Some.Service("notebook", 1, ("2g.20gb", 1)) with { Move = null },
        Some.Service("train", 1, ("gpu", 1)) with { Move = null, GpusPerReplica = 2 }) with
    {
        Generation = 6,
        Tenants = [new TenantTerms("lab", 2), new TenantTerms("search", 0.6)],
    };

    internal static Account Worth { get; } = new(Money.Of(10), Money.Zero, Money.Of(4), Money.Of(0.4), Money.Zero, Money.Of(0.1), Money.Of(0.01));

    internal static Account Stay { get; } = Worth with { Value = Money.Of(8), Moving = Money.Zero, InstanceChanges = Money.Zero };

    internal static GpuUuid Uuid(int gpu) => Problem.Gpus[gpu - 1].Uuid;

    internal static Plan Moving { get; } = PlanFor.Acting(Problem, MovedTargets(), Steps(), Worth, Stay);

    internal static Plan Holding { get; } = PlanFor.Hold(Problem, account: Stay);

    internal static PlanStep Create(int gpu, string profile, int start) =>
        new PlanStep.CreateInstance(Some.Slice(profile, start).Instance) { Gpu = Uuid(gpu), Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 0.4 };

    internal static PlanStep Destroy(int gpu, string profile, int start) =>
        new PlanStep.DestroyInstance(Some.Slice(profile, start).Instance) { Gpu = Uuid(gpu), Rung = DisruptionRung.IdleInstance, ExpectedSeconds = 0.4 };

    internal static PlanStep Start(int gpu, string profile, int start, string workload, bool moved = false, int processes = 1) =>
        new PlanStep.StartReplica(workload, Some.Slice(profile, start).Instance, processes, moved) { Gpu = Uuid(gpu), Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 60 };

    internal static PlanStep Stop(int gpu, string profile, int start, string workload, bool moved = false) =>
        new PlanStep.StopReplica(workload, Some.Slice(profile, start).Instance, moved)
        {
            Gpu = Uuid(gpu), Rung = moved ? DisruptionRung.Move : DisruptionRung.IdleInstance, ExpectedSeconds = 30,
        };

    internal static InstanceTarget On(string profile, int start, string? workload = null, int? processes = null) =>
        new(Some.Slice(profile, start).Instance, workload, processes ?? (workload is null ? 0 : 1));

    internal static ValueArray<GpuTarget> With(this ValueArray<GpuTarget> targets, int gpu, Func<GpuTarget, GpuTarget> change) =>
        targets.Select((target, index) => index == gpu - 1 ? change(target) : target).ToValueArray();

    internal static ValueArray<GpuTarget> With(this ValueArray<GpuTarget> targets, int gpu, params InstanceTarget[] instances) =>
        targets.With(gpu, target => target with { Instances = instances.ToValueArray() });

    internal static PlanningProblem WithNeed(this PlanningProblem problem, string name, Func<WorkloadNeed, WorkloadNeed> change) =>
        problem with { Workloads = problem.Workloads.Select(need => need.Name == name ? change(need) : need).ToValueArray() };

    internal static PlanningProblem WithGpu(this PlanningProblem problem, int gpu, Func<GpuState, GpuState> change) =>
        problem with { Gpus = problem.Gpus.Select((state, index) => index == gpu - 1 ? change(state) : state).ToValueArray() };

    internal static PlanningProblem WithGates(this PlanningProblem problem, Func<GateTerms, GateTerms> change) =>
        problem with { Terms = problem.Terms with { Gates = change(problem.Terms.Gates) } };

    internal static ValueArray<GpuTarget> MovedTargets() =>
        PlanFor.Present(Problem).With(1, On("1g.10gb", 6)).With(2, On("4g.40gb", 0, "chat"));

    internal static PlanStep[] Steps() =>
    [
        Create(2, "4g.40gb", 0), Start(2, "4g.40gb", 0, "chat", moved: true), Stop(1, "3g.40gb", 0, "chat", moved: true), Destroy(1, "3g.40gb", 0),
    ];
}
