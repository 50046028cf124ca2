using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Planning.Tests.Generators;
using static Optimizer.Planning.Tests.Checks.SoundPlan;

namespace Optimizer.Planning.Tests.Checks;

internal static partial class BrokenPlans
{
    /// <summary>An A30, whose small profiles differ in engines, and a workload that needs some.</summary>
    internal static PlanningProblem MediaProblem => Some.Problem(
        [Some.Gpu(1, Board.A30)],
        Some.Service("video", 1, ("1g.6gb", 1), ("1g.6gb+me", 1)) with { NeedsMedia = true });

    internal static Plan MediaPlan(string profile)
    {
        InstanceTarget target = new(Some.Slice(profile, 0, board: Board.A30).Instance, "video", 1);
        return PlanFor.Acting(
            MediaProblem,
            PlanFor.Present(MediaProblem).With(1, target),
            [
                new PlanStep.CreateInstance(target.Instance) { Gpu = MediaProblem.Gpus[0].Uuid, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 1 },
                new PlanStep.StartReplica("video", target.Instance, 1, false) { Gpu = MediaProblem.Gpus[0].Uuid, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 1 },
            ]);
    }

    /// <summary>Two idle GPUs for a growing workload beside a tenant that is short of its floor.</summary>
    internal static PlanningProblem TenantProblem => Some.Problem(
        [Some.Gpu(1), Some.Gpu(2)],
        Some.Service("batch", 100, ("3g.40gb", 1)),
        Some.Service("poor", 10, ("3g.40gb", 1)) with { Tenant = "promised" }) with
    {
        Tenants = [new TenantTerms("promised", null, 1)],
    };

    internal static Plan TenantPlan(string second)
    {
        InstanceTarget first = On("3g.40gb", 0, "poor"), other = On("3g.40gb", 4, second);
        return PlanFor.Acting(
            TenantProblem,
            PlanFor.Present(TenantProblem).With(1, first, other),
            [Create(1, "3g.40gb", 0), Create(1, "3g.40gb", 4), Start(1, "3g.40gb", 0, "poor"), Start(1, "3g.40gb", 4, second)]);
    }

    private static IEnumerable<BrokenPlan> OfPromises() =>
    [
        Target("replicas-max", "a third replica", MovedTargets().With(1, On("3g.40gb", 0, "chat"), On("3g.40gb", 4, "chat"))),
        Target("floors", "its last replica goes", MovedTargets().With(2, On("4g.40gb", 0))),
        Unmoved("floors", "too little capacity", problem => problem.WithNeed("chat", need => need with { FloorRate = 11 })),
        Unmoved("floors", "enough only if learned figures were exact", problem => problem.WithNeed("chat", need => need with { FloorRate = 9, Options = need.Options.Select(option => option with { RateError = 0.2 }).ToValueArray() })),
        Unmoved("floors", "too few replicas", problem => problem.WithNeed("chat", need => need with { Replicas = new ReplicaRange(2, 2) })),
        Of("floors", "a note does not excuse having less than now", PlanFor.Acting(Problem, MovedTargets().With(2, On("4g.40gb", 0)), Steps()) with { Notes = [new PlanNote("chat", "It has to wait.")] }),
        Target("quota", "more than the quota", MovedTargets().With(1, On("3g.40gb", 0, "chat"), On("1g.10gb", 6))),
        Of("tenant-floor", "somebody else gains what it could have used", TenantPlan("batch"), TenantProblem),
    ];

    private static IEnumerable<BrokenPlan> OfNeighbours()
    {
        PlanningProblem four = Some.Problem(
            Enumerable.Range(1, 4).Select(number => Some.Gpu(number) with { MigEnabled = false, NvLinkIsland = number / 3 }),
            Some.Service("train", 1, ("gpu", 1)) with { GpusPerReplica = 2 });
        ValueArray<GpuTarget> Train(params int[] gpus) =>
            PlanFor.Present(four).Select((target, index) => gpus.Contains(index + 1) ? target with { WholeGpuWorkload = "train" } : target).ToValueArray();
        PlanningProblem loose = four with { Gpus = four.Gpus.Select(gpu => gpu with { NvLinkIsland = null }).ToValueArray() };
        PlanningProblem nodes = four with { Gpus = four.Gpus.Select((gpu, index) => gpu with { Node = index < 1 ? "a" : "b" }).ToValueArray() };
        return
        [
            Target("anti-affinity", "two replicas where one is allowed", MovedTargets().With(2, On("4g.40gb", 0, "chat"), On("3g.40gb", 4, "chat"))),
            Target("anti-affinity", "beside one it must not be beside", MovedTargets().With(2, On("4g.40gb", 0, "chat"), On("2g.20gb", 4, "notebook"))),
            Target("anti-affinity", "the other way round", MovedTargets().With(2, On("4g.40gb", 0, "chat"), On("3g.40gb", 4, "embed")), Problem.WithNeed("embed", need => need with { ApartFrom = ["chat"] })),
            Of("island", "two islands", PlanFor.Acting(four, Train(1, 3), Steps()), four),
            Of("island", "half a replica", PlanFor.Acting(four, Train(1), Steps()), four),
            Of("island", "no NVLink", PlanFor.Acting(loose, Train(1, 2), Steps()), loose),
            Of("island", "two nodes", PlanFor.Acting(nodes, Train(1, 2), Steps()), nodes),
            Target("island", "on an instance", MovedTargets().With(2, On("4g.40gb", 0, "chat"), On("3g.40gb", 4, "train"))),
        ];
    }

    private static IEnumerable<BrokenPlan> OfGates()
    {
        PlanningProblem Gates(Func<GateTerms, GateTerms> change) => Problem.WithGates(change);
        Plan moving = Moving;
        PastChange Past(int gpu, double minutesAgo, string? tenant = "search") => new(Problem.At - Duration.FromMinutes(minutesAgo), Uuid(gpu), DisruptionRung.Move, "chat", tenant);
        Interval freeze = new(Problem.At - Duration.FromHours(1), Problem.At + Duration.FromHours(1));
        WeeklyWindow night = new([], new LocalTime(22, 0), new LocalTime(6, 0)), noonOnSunday = new([IsoDayOfWeek.Sunday], new LocalTime(11, 0), new LocalTime(13, 0));
        return
        [
            Of("freeze", "a move in a freeze", moving, Gates(gates => gates with { Freezes = [freeze] })),
            Of("window", "noon is not at night", moving, Gates(gates => gates with { Windows = [night] })),
            Of("window", "an idle instance goes at noon", PlanFor.Acting(Problem, PlanFor.Present(Problem).With(1, On("3g.40gb", 0, "chat")), [Destroy(1, "1g.10gb", 6)]), Gates(gates => gates with { Windows = [night] })),
            Of("window", "Monday is not Sunday", moving, Gates(gates => gates with { Windows = [noonOnSunday] })),
            Of("window", "noon in London is one o'clock in Berlin", moving, Gates(gates => gates with { Windows = [new([], new LocalTime(11, 0), new LocalTime(13, 0))], TimeZone = "Europe/Berlin" })),
            Of("window", "a zone that does not exist", moving, Gates(gates => gates with { Windows = [new([], new LocalTime(0, 0), new LocalTime(0, 0))], TimeZone = "Mars/Base" })),
            Of("dwell", "moved ten minutes ago", moving, Problem with { Past = [Past(1, 10)] }),
            Of("moves-within-budget", "the day's moves are spent", moving, Gates(gates => gates with { MovesPerDay = 2 }) with { Past = [Past(2, 700), Past(3, 100, "lab")] }),
            Of("moves-within-budget", "the tenant's moves are spent", moving, Gates(gates => gates with { MovesPerTenantPerDay = 2 }) with { Past = [Past(2, 700), Past(3, 100)] }),
            Of("moves-within-budget", "no moves at all", moving, Gates(gates => gates with { MovesPerDay = 0 })),
        ];
    }
}
