using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests.Generators;
using static Optimizer.Planning.Tests.Checks.SoundPlan;

namespace Optimizer.Planning.Tests.Checks;

/// <summary>The sound plan of <see cref="SoundPlan"/>, spoilt in every way a rule speaks of.</summary>
internal static partial class BrokenPlans
{
    internal static IReadOnlyList<BrokenPlan> All { get; } =
        [.. OfTargets(), .. OfStays(), .. OfSeats(), .. OfPromises(), .. OfNeighbours(), .. OfSteps(), .. OfMoves(), .. OfGates(), .. OfRecords(), .. OfWords()];

    private static BrokenPlan Of(string invariant, string mistake, Plan plan, PlanningProblem? problem = null) => new(mistake, invariant, problem ?? Problem, plan);

    /// <summary>Only the targets matter to the rule; the steps stay those of the sound plan.</summary>
    private static BrokenPlan Target(string invariant, string mistake, ValueArray<GpuTarget> targets, PlanningProblem? problem = null) =>
        Of(invariant, mistake, PlanFor.Acting(problem ?? Problem, targets, Steps(), Worth, Stay), problem);

    private static BrokenPlan Way(string invariant, string mistake, PlanStep[] steps, PlanningProblem? problem = null) =>
        Of(invariant, mistake, PlanFor.Acting(problem ?? Problem, MovedTargets(), steps, Worth, Stay), problem);

    private static BrokenPlan Unmoved(string invariant, string mistake, Func<PlanningProblem, PlanningProblem> change)
    {
        PlanningProblem problem = change(Problem);
        return Of(invariant, mistake, PlanFor.Acting(problem, MovedTargets(), Steps(), Worth, Stay), problem);
    }

    private static IEnumerable<BrokenPlan> OfTargets() =>
    [
        Of("targets-complete", "one target is missing", Moving with { Targets = Moving.Targets.Take(7).ToValueArray() }),
        Of("targets-complete", "two targets change places", Moving with { Targets = Moving.Targets.With(1, _ => Moving.Targets[1]).With(2, _ => Moving.Targets[0]) }),
        Of("targets-complete", "one GPU twice", Moving with { Targets = Moving.Targets.Append(Moving.Targets[0]).ToValueArray() }),
        Target("layout-legal", "instances overlap", MovedTargets().With(2, On("4g.40gb", 0, "chat"), On("2g.20gb", 2))),
        Target("layout-legal", "a placement the profile does not have", MovedTargets().With(2, On("3g.40gb", 2, "chat"))),
        Target("layout-legal", "a profile of another board", MovedTargets().With(2, t => t with { Instances = [new(On("4g.40gb", 0).Instance with { Profile = "4g.20gb" }, "chat", 1)] })),
        Target("layout-legal", "two instances of a profile that exists once", MovedTargets().With(2, On("1g.10gb+me", 0), On("1g.10gb+me", 1))),
        Target("layout-legal", "out of order", MovedTargets().With(2, On("1g.10gb", 6), On("4g.40gb", 0, "chat"))),
        Target("one-workload-per-instance", "nobody with a process", MovedTargets().With(1, On("1g.10gb", 6, null, 1))),
        Target("one-workload-per-instance", "a workload without processes", MovedTargets().With(2, On("4g.40gb", 0, "chat", 0))),
        Target("one-workload-per-instance", "two workloads on one instance", MovedTargets().With(2, On("4g.40gb", 0, "chat"), On("4g.40gb", 0, "embed"))),
        Target("mig-mode-legal", "instances with MIG off", MovedTargets().With(2, t => t with { MigEnabled = false })),
        Target("mig-mode-legal", "a whole GPU with MIG on", MovedTargets().With(2, t => t with { Instances = [], WholeGpuWorkload = "train" })),
        Target("mig-mode-legal", "a mode that needs a reset", MovedTargets().With(8, t => t with { MigEnabled = true })),
        Target("mig-mode-legal", "MIG on a board without", MovedTargets().With(8, t => t with { MigEnabled = true }), Problem.WithGpu(8, gpu => gpu with { Geometry = null, MigToggle = true })),
        Target("unusable-untouched", "somebody is placed on a lost GPU", MovedTargets().With(5, On("1g.10gb", 0, "chat"))),
        Target("unusable-untouched", "a lost GPU is cut", MovedTargets().With(5, On("1g.10gb", 0, "embed"), On("1g.10gb", 1))),
        Way("unusable-untouched", "a step on a lost GPU", [.. Steps(), Create(5, "1g.10gb", 1)]),
        Target("draining-nothing-new", "an instance on a draining GPU", MovedTargets().With(4, On("3g.40gb", 0, "embed"), On("2g.20gb", 4), On("1g.10gb", 6))),
        Target("draining-nothing-new", "a workload on a draining GPU's idle instance", MovedTargets().With(4, On("3g.40gb", 0, "embed"), On("1g.10gb", 6, "embed"))),
        Target("draining-nothing-new", "MIG off on a draining GPU", MovedTargets().With(4, t => t with { Instances = [], MigEnabled = false })),
        Way("draining-nothing-new", "a start on a draining GPU", [.. Steps(), Start(4, "1g.10gb", 6, "embed")]),
    ];

    private static IEnumerable<BrokenPlan> OfStays() =>
    [
        Target("pins-kept", "a pinned idle instance goes", MovedTargets().With(3, On("2g.20gb", 0, "notebook"), On("1g.10gb", 2, "embed"))),
        Target("pins-kept", "a pinned instance changes hands", MovedTargets().With(3, On("2g.20gb", 0, "notebook"), On("1g.10gb", 2), On("1g.10gb", 6))),
        Target("pins-kept", "a pinned whole GPU changes hands", MovedTargets().With(6, t => t with { WholeGpuWorkload = null })),
        Way("pins-kept", "a step on what is pinned", [.. Steps(), Stop(3, "1g.10gb", 2, "embed"), Start(3, "1g.10gb", 2, "embed")]),
        Target("unmovable-stays", "what may not move loses its seat", MovedTargets().With(3, On("2g.20gb", 0), On("1g.10gb", 2, "embed"), On("1g.10gb", 6))),
        Target("unmovable-stays", "half of a training job", MovedTargets().With(7, t => t with { WholeGpuWorkload = null })),
        Way("unmovable-stays", "it is stopped and started again", [.. Steps(), Stop(3, "2g.20gb", 0, "notebook"), Start(3, "2g.20gb", 0, "notebook")]),
        Target("known-workloads", "a workload nobody needs", MovedTargets().With(1, On("1g.10gb", 6, "ghost"))),
        Way("known-workloads", "a step for nobody", [.. Steps(), Start(1, "1g.10gb", 6, "ghost")]),
    ];

    private static IEnumerable<BrokenPlan> OfSeats() =>
    [
        Target("option-exists", "a profile it does not list", MovedTargets().With(2, On("2g.20gb", 0, "chat"))),
        Unmoved("option-exists", "the option is for another model", problem => problem.WithNeed("chat", need => need with { Options = [need.Options[0], need.Options[1] with { GpuModel = "b200-180gb" }] })),
        Target("option-exists", "more processes than listed", MovedTargets().With(2, On("4g.40gb", 0, "chat", 3))),
        Unmoved("memory-fits", "a process larger than the instance", problem => problem.WithNeed("chat", need => need with { MemoryBytes = 41UL << 30 })),
        Unmoved("memory-fits", "as many bytes as there are numbers", problem => problem.WithNeed("chat", need => need with { MemoryBytes = ulong.MaxValue })),
        Unmoved("cuda", "a driver too old", problem => problem.WithNeed("chat", need => need with { Cuda = new Version(13, 1) })),
        Unmoved("cuda", "a driver nobody knows", problem => problem.WithGpu(2, gpu => gpu with { Cuda = null })),
        Unmoved("compute-capability", "a GPU too old", problem => problem.WithNeed("chat", need => need with { ComputeCapability = new Version(10, 0) })),
        Unmoved("compute-capability", "a GPU nobody knows", problem => problem.WithGpu(2, gpu => gpu with { ComputeCapability = null })),
        Of("media", "an instance without engines", MediaPlan("1g.6gb"), MediaProblem),
    ];

    private static IEnumerable<BrokenPlan> OfWords() =>
    [
        Of("words", "nothing is said", Moving with { Summary = " " }),
        Of("words", "a reason is missing", Moving with { Alternatives = [Moving.Alternatives[0], Moving.Alternatives[1] with { Sentence = "" }] }),
        Of("words", "two lines", Moving with { Summary = "One.\nTwo." }),
        Of("words", "notes out of order", Moving with { Notes = [new PlanNote("embed", "It waits."), new PlanNote("chat", "It waits.")] }),
    ];
}
