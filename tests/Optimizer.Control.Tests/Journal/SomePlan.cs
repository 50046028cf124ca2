using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests;

namespace Optimizer.Control.Tests.Journal;

/// <summary>Plans with everything in them that a plan can hold.</summary>
internal static class SomePlan
{
    internal static readonly GpuUuid Gpu = new("GPU-00000001-0000-0000-0000-000000000000");

    internal static readonly PlacedInstance Slice = new("3g.40gb", new Placement(4, 4));

    internal static GpuTarget Target(int gpu, string? workload = "chat") => new()
    {
        Gpu = new GpuUuid($"GPU-{gpu:x8}-0000-0000-0000-000000000000"),
        MigEnabled = true,
        Instances = [new InstanceTarget(Slice, workload, workload is null ? 0 : 2)],
    };

    internal static PlanRecord Record(long generation, PlanLife life = PlanLife.Proposed, Instant? at = null) => new()
    {
        Mode = OperatingMode.Approve,
        Life = life,
        Plan = new Plan
        {
            Generation = generation,
            Parent = generation == 1 ? null : generation - 1,
            MadeAt = at ?? (Some.Noon + Duration.FromNanoseconds(123_456_789)),
            Policy = "cost",
            Horizon = Duration.FromMinutes(61),
            Hold = life == PlanLife.Held ? HoldReason.Dwell : null,
            Summary = "Starts chat-7b on 3g.40gb@4 “early”, <1 s & \"cheap\".",
            Targets = [Target(1), new GpuTarget { Gpu = new GpuUuid("GPU-2"), MigEnabled = false, WholeGpuWorkload = "train" }],
            Steps =
            [
                new PlanStep.SetMigMode(true) { Gpu = Gpu, Rung = DisruptionRung.GpuReset, ExpectedSeconds = 0.1 + 0.2 },
                new PlanStep.CreateInstance(Slice) { Gpu = Gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = double.Epsilon },
                new PlanStep.StartReplica("chat", Slice, 2, true) { Gpu = Gpu, Rung = DisruptionRung.Move, ExpectedSeconds = 65 },
                new PlanStep.StartReplica("train", null, 1, false) { Gpu = Gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 1e300 },
                new PlanStep.StopReplica("chat", null, false) { Gpu = Gpu, Rung = DisruptionRung.IdleInstance, ExpectedSeconds = 0 },
                new PlanStep.DestroyInstance(Slice) { Gpu = Gpu, Rung = DisruptionRung.IdleInstance, ExpectedSeconds = 0.3 },
            ],
            Account = new Account(new Money(long.MaxValue), new Money(-1), new Money(3), default, new Money(5), new Money(6), new Money(long.MinValue)),
            Alternatives =
            [
                new PlanAlternative { Name = "stay", Account = default, ActiveGpus = 2, Moves = 0, InstanceChanges = 0, UnmetRatio = 1.0 / 3, Lost = HoldReason.WorthLess, Sentence = "It is worth less." },
                new PlanAlternative { Name = "move", Account = default, ActiveGpus = 1, Moves = 3, InstanceChanges = 4, UnmetRatio = 0, Sentence = "It is worth most." },
            ],
            Outlook =
            [
                new WorkloadOutlook { Workload = "chat", PlanningRate = 1.1, ExpectedRate = 0.7, CapacityNow = 0, CapacityPlanned = 7, ReplicasNow = 0, ReplicasPlanned = 1, Basis = "P95" },
            ],
            Notes = [new PlanNote("chat", "It waits.")],
            Proof = new SolveProof("cp-sat", generation % 2 == 0, generation % 2 == 0 ? new Money(77) : null, generation % 2 == 0 ? 0.01 : null),
        },
    };

    internal static PlanRecord Lived(long generation) => Record(generation, PlanLife.Unwinding) with
    {
        Before = [Target(1, null), Target(2)],
        Steps =
        [
            new StepRecord { Index = 0, State = StepState.Applied, BeganAt = Some.Noon, At = Some.Noon + Duration.FromMilliseconds(140), Took = Duration.FromNanoseconds(139_999_999) },
            new StepRecord { Index = 1, State = StepState.Failed, Attempts = 3, BeganAt = Some.Noon, At = Some.Noon, Trouble = StepTrouble.InUse, Detail = "NVML said 19." },
            new StepRecord { Index = 0, Compensation = true, State = StepState.Intended, BeganAt = Some.Noon, At = Some.Noon },
        ],
        ApprovedBy = "alice",
        BeganAt = Some.Noon,
        EndedAt = Some.Noon + Duration.FromDays(-3),
        Outcome = "Step 1 failed.",
    };

    internal static PlanningProblem Problem(int workloads = 2) => Some.Problem(
        [Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 4, "w0"))], [.. Enumerable.Range(0, workloads).Select(index => Some.Service($"w{index}", index, ("1g.10gb", 2.5), ("3g.40gb", 7)))]);
}
