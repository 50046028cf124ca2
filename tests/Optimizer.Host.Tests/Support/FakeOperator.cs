using System.Collections.Concurrent;
using System.Collections.Immutable;
using NodaTime;
using Optimizer.Host.Control;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Host.Tests.Support;

/// <summary>A loop that stands still in the middle of a plan: what verbs and pages are shown is the same each time.</summary>
internal sealed class FakeOperator : IOperator
{
    private static readonly GpuUuid First = new("GPU-0f");
    private static readonly GpuUuid Second = new("GPU-1f");
    private static readonly PlacedInstance Large = new("3g.40gb", new Placement(0, 4));
    private static readonly PlacedInstance Small = new("1g.10gb", new Placement(4, 1));

    public static Instant Noon { get; } = Instant.FromUtc(2026, 5, 4, 12, 0);

    /// <summary>Every order as it came.</summary>
    public ConcurrentQueue<string> Orders { get; } = new();

    public ControlReport? Report { get; set; } = new()
    {
        At = Noon,
        Configured = OperatingMode.Enforce,
        Mode = OperatingMode.Recommend,
        Holds = [new ActiveHold(Interlock.Demoted, "", Noon, "Three plans in a row failed, so nothing is begun; look at gpu-optimizer history, then gpu-optimizer resume.")],
        Plan = Acting(),
        Repartitioning = [First],
        Quarantines = [new Quarantine(Second, Noon, "creating 1g.10gb@0 answered IN_USE (19) three times.")],
    };

    public bool JournalFails { get; set; }

    public static PlanRecord Acting() => new()
    {
        Plan = Plan(42),
        Mode = OperatingMode.Approve,
        Life = PlanLife.Acting,
        ApprovedBy = "alice",
        BeganAt = Noon,
        Steps =
        [
            new StepRecord { Index = 0, State = StepState.Applied, BeganAt = Noon, At = Noon, Took = Duration.FromMilliseconds(400) },
            new StepRecord { Index = 1, State = StepState.Failed, Attempts = 2, BeganAt = Noon, At = Noon, Trouble = StepTrouble.WontStart, Detail = "chat@3.service is active and its health page answers 503; look at journalctl -u chat@3." },
        ],
    };

    public Task<NodeStatus> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(new NodeStatus
    {
        At = Noon,
        Report = Report,
        Seen = Snapshot(),
        Replicas = [new Replica { Workload = "chat", Seat = new Seat(First, Large), Name = "chat@1.service", State = ReplicaState.Ready }, new Replica { Workload = "embed", Seat = new Seat(First, Small), Name = "embed@1.service", State = ReplicaState.Starting }],
        Holders = [new SeatHolder(new Seat(First, Large), "chat@1.service", [4711])],
        Decisions = [Acting(), Held(41)],
    });

    public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) => JournalFails
        ? throw new Optimizer.Control.Journal.JournalException("the journal cannot be read: disk I/O error")
        : Task.FromResult<ImmutableArray<PlanRecord>>([.. (actedOnly ? [Acting()] : new[] { Acting(), Held(41) }).Take(most)]);

    public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) =>
        Task.FromResult<(PlanRecord, PlanningProblem)?>(generation == 42 ? (Acting(), Problem()) : null);

    public Task<OperatorAnswer> PauseAsync(string by, string? reason, CancellationToken cancellationToken) => Order($"pause by {by}: {reason}", OperatorAnswer.Done("Paused: nothing is begun from now on. Plan 42 is finished first."));

    public Task<OperatorAnswer> ResumeAsync(string by, CancellationToken cancellationToken) => Order($"resume by {by}", OperatorAnswer.Done("It goes on in mode enforce."));

    public Task<OperatorAnswer> ApproveAsync(long generation, string by, CancellationToken cancellationToken) => Order(
        $"approve {generation} by {by}",
        generation == 43 ? OperatorAnswer.Done("Plan 43 begins with the next tick.") : OperatorAnswer.Refused($"Plan {generation} is not the one proposed, which is 43."));

    public Task<OperatorAnswer> ReleaseAsync(GpuUuid gpu, string by, CancellationToken cancellationToken) => Order(
        $"release {gpu} by {by}", gpu == Second ? OperatorAnswer.Done($"{gpu} is used again.") : OperatorAnswer.NotFound($"{gpu} is not left alone; gpu-optimizer status shows which are."));

    private static PlanRecord Held(long generation) => new()
    {
        Plan = Plan(generation) with { Hold = HoldReason.Dwell, Summary = "It is too soon after the last change: 4 of 15 minutes have passed.", Steps = [] },
        Mode = OperatingMode.Enforce,
        Life = PlanLife.Held,
    };

    private static Plan Plan(long generation) => new()
    {
        Generation = generation,
        Parent = generation - 1,
        MadeAt = Noon,
        Policy = "cost",
        Horizon = Duration.FromHours(1),
        Summary = "Create 1g.10gb@5 on GPU-0f and start a third replica of chat there",
        Targets = [],
        Steps =
        [
            new PlanStep.CreateInstance(new PlacedInstance("1g.10gb", new Placement(5, 1))) { Gpu = First, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 0.5 },
            new PlanStep.StartReplica("chat", new PlacedInstance("1g.10gb", new Placement(5, 1)), 1, false) { Gpu = First, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 65 },
        ],
        Account = new Account(Money.Of(6), Money.Zero, Money.Of(2), Money.Zero, Money.Zero, Money.Zero, Money.Zero),
        Alternatives = [Alternative("free-space", 6, null), Alternative("stay", 3.5, HoldReason.WorthLess)],
        Outlook = [],
        Proof = new SolveProof("cp-sat", true, null, 0),
    };

    private static PlanAlternative Alternative(string name, double value, HoldReason? lost) => new()
    {
        Name = name,
        Account = new Account(Money.Of(value), Money.Zero, Money.Of(2), Money.Zero, Money.Zero, Money.Zero, Money.Zero),
        ActiveGpus = 1,
        Moves = 0,
        InstanceChanges = lost is null ? 1 : 0,
        UnmetRatio = 0,
        Lost = lost,
        Sentence = lost is null ? "It serves all that is expected" : "It leaves chat short",
    };

    private static PlanningProblem Problem() => new() { At = Noon, Gpus = [], Workloads = [], Terms = new PolicyTerms() };

    private static NodeSnapshot Snapshot() => TestPages.Empty(7) with
    {
        Gpus =
        [
            new GpuSnapshot
            {
                Uuid = First,
                Availability = default,
                Identity = new GpuIdentity { Index = 0, Name = "NVIDIA H100 80GB HBM3" },
                Mig = new MigReading
                {
                    Enabled = true,
                    Pending = true,
                    Layout = "3g.40gb@0+1g.10gb@4",
                    Instances =
                    [
                        new GpuInstanceSnapshot { Id = 1, Profile = "3g.40gb", PlacementStart = 0, PlacementSize = 4 },
                        new GpuInstanceSnapshot { Id = 2, Profile = "1g.10gb", PlacementStart = 4, PlacementSize = 1 },
                    ],
                },
            },
            new GpuSnapshot
            {
                Uuid = Second,
                Availability = default,
                Identity = new GpuIdentity { Index = 1, Name = "NVIDIA H100 80GB HBM3" },
                Mig = new MigReading { Enabled = false, Pending = false },
                ProcessList = [new GpuProcess { Pid = 99, Command = "python" }],
            },
        ],
    };

    private Task<OperatorAnswer> Order(string order, OperatorAnswer answer)
    {
        Orders.Enqueue(order);
        return Task.FromResult(answer);
    }
}
