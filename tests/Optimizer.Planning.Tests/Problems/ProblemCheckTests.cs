using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Problems;

public sealed class ProblemCheckTests
{
    private static readonly WorkloadNeed Chat = Some.Service("chat", 7, ("3g.40gb", 7), ("4g.40gb", 7.6));

    private static readonly WorkloadNeed Guaranteed = Chat with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 4) };

    [Fact]
    public void Refusals_OfASoundProblem_AreNone() => Assert.Empty(ProblemCheck.Refusals(Some.Problem([Some.Gpu(1), Some.Gpu(2)], Guaranteed)));

    public static TheoryData<string> Bad => [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Refusals_OfABadProblem_NameItAndWhatHelps(string name)
    {
        (_, PlanningProblem problem, RefusalReason reason, string subject, string says) = Cases.Single(one => one.Name == name);

        ValueArray<PlanRefusal> refusals = ProblemCheck.Refusals(problem);

        Assert.Contains(refusals, refusal => refusal.Reason == reason && refusal.Subject == subject && $"{refusal.Sentence} {refusal.Relaxation}".Contains(says, StringComparison.Ordinal));
        Assert.All(refusals, refusal => Assert.EndsWith(".", refusal.Relaxation, StringComparison.Ordinal));
        Assert.Equal(refusals.OrderBy(refusal => refusal.Subject, StringComparer.Ordinal).ThenBy(refusal => refusal.Reason), refusals);
    }

    [Fact]
    public void Cases_NameEveryReasonThatIsFoundHere() => Assert.Equal(
        Enum.GetValues<RefusalReason>().Except([RefusalReason.ContradictoryWindows, RefusalReason.UnknownTimeZone, RefusalReason.UnknownPolicy]),
        Cases.Select(one => one.Reason).Distinct().Order());

    [Fact]
    public void Refusals_OfTwoMistakes_AreTwo() => Assert.Equal(
        ["chat", "tenant"],
        ProblemCheck.Refusals(Need(need => need with { PlanningRate = -1 }) with { Tenants = [new TenantTerms("tenant", -1)] }).Select(refusal => refusal.Subject));

    [Fact]
    public void Refusals_OfAFloorThatIsKeptAlready_AreNone()
    {
        // An instance its workload no longer lists, beyond every bound from the options: what runs may go on.
        WorkloadNeed need = Guaranteed with { Replicas = new ReplicaRange(3, 4), MaxPerGpu = 1 };
        GpuState gpu = Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 4, "chat"), Some.Slice("1g.10gb", 5, "chat"), Some.Slice("1g.10gb", 6, "chat"));

        Assert.Empty(ProblemCheck.Refusals(Some.Problem([gpu], need)));
    }

    [Fact]
    public void Refusals_OfAFigureForAModelThatIsNotHere_AreNone() => Assert.Empty(ProblemCheck.Refusals(Need(need => need with
    {
        Options = [new SeatOption { Profile = "3g.40gb", Rate = 7 }, new SeatOption { Profile = "4g.90gb", GpuModel = "b200-180gb", Rate = 9 }],
    })));

    private static PlanningProblem Need(Func<WorkloadNeed, WorkloadNeed> change) => Some.Problem([Some.Gpu(1), Some.Gpu(2)], change(Chat));

    private static PlanningProblem Promised(Func<WorkloadNeed, WorkloadNeed> change) => Some.Problem([Some.Gpu(1), Some.Gpu(2)], change(Guaranteed));

    private static PlanningProblem On(Func<GpuState, GpuState> change) => Some.Problem([change(Some.Gpu(1))], Chat);

    private static PlanningProblem Options(params SeatOption[] options) => Need(need => need with { Options = options.ToValueArray() });

    private static readonly string First = Some.Gpu(1).Uuid.Value;

    private static readonly (string Name, PlanningProblem Problem, RefusalReason Reason, string Subject, string Says)[] Cases =
    [
        ("a rate that is no number", Need(need => need with { PlanningRate = double.NaN }), RefusalReason.BadFigure, "chat", "planning rate is NaN"),
        ("a negative rate", Need(need => need with { ExpectedRate = -1 }), RefusalReason.BadFigure, "chat", "expected rate is -1"),
        ("an endless floor", Need(need => need with { FloorRate = double.PositiveInfinity }), RefusalReason.BadFigure, "chat", "floor"),
        ("a capacity of zero", Options(new SeatOption { Profile = "3g.40gb", Rate = 0 }), RefusalReason.BadFigure, "chat", "serves 0 on 3g.40gb"),
        ("no processes", Options(new SeatOption { Profile = "3g.40gb", Rate = 1, Processes = 0 }), RefusalReason.BadFigure, "chat", "0 processes"),
        ("nothing to count on", Options(new SeatOption { Profile = "3g.40gb", Rate = 1, RateError = 1 }), RefusalReason.BadFigure, "chat", "error"),
        ("max below min", Need(need => need with { Replicas = new ReplicaRange(3, 2) }), RefusalReason.BadFigure, "chat", "Set replicas.max to 3 or more, or replicas.min to 2 or less"),
        ("fewer than no replicas", Need(need => need with { Replicas = new ReplicaRange(-1, 2) }), RefusalReason.BadFigure, "chat", "-1"),
        ("nowhere to be", Need(need => need with { MaxPerGpu = 0 }), RefusalReason.BadFigure, "chat", "At most 0 replicas"),
        ("a restart in the past", Need(need => need with { Restart = Duration.FromSeconds(-1) }), RefusalReason.BadFigure, "chat", "-1 s"),
        ("no memory", On(gpu => gpu with { MemoryBytes = 0 }), RefusalReason.BadFigure, First, "0 bytes"),
        ("power upside down", On(gpu => gpu with { Power = new PowerCurve(700, 70) }), RefusalReason.BadFigure, First, "700 W idle"),
        ("a negative quota", Need(need => need) with { Tenants = [new TenantTerms("lab", -1)] }, RefusalReason.BadFigure, "lab", "quota is -1"),
        ("the past after now", Need(need => need) with { Past = [new PastChange(Some.Noon + Duration.FromHours(1), Some.Gpu(1).Uuid, DisruptionRung.Move, null, null)] }, RefusalReason.BadFigure, "past", "after now"),
        ("two workloads of one name", Some.Problem([Some.Gpu(1)], Chat, Chat), RefusalReason.BadName, "chat", "2 workloads"),
        ("one GPU twice", Some.Problem([Some.Gpu(1), Some.Gpu(1)], Chat), RefusalReason.BadName, First, "2 GPUs"),
        ("no name", Need(need => need with { Name = " " }), RefusalReason.BadName, "workload", "no name"),
        ("GPUs out of order", Need(need => need) with { Gpus = [Some.Gpu(2), Some.Gpu(1)] }, RefusalReason.BadName, "gpus", "not in order"),
        ("workloads out of order", Need(need => need) with { Workloads = [Chat, Chat with { Name = "a" }] }, RefusalReason.BadName, "workloads", "a comes after chat"),
        ("options out of order", Need(need => need with { Options = [need.Options[1], need.Options[0]] }), RefusalReason.BadName, "chat", "not in order"),
        ("an option twice", Need(need => need with { Options = [need.Options[0], need.Options[0]] }), RefusalReason.BadName, "chat", "2 times"),
        ("somebody unknown runs", On(gpu => gpu.WithSlices(Some.Slice("3g.40gb", 0, "ghost"))), RefusalReason.BadName, First, "ghost"),
        ("apart from nobody", Need(need => need with { ApartFrom = ["ghost"] }), RefusalReason.BadName, "chat", "ghost"),
        ("apart from itself", Need(need => need with { ApartFrom = ["chat"] }), RefusalReason.BadName, "chat", "itself"),
        ("a profile of another board", Options(new SeatOption { Profile = "3g.20gb", Rate = 1 }), RefusalReason.UnknownProfile, "chat", "Use one of 1g.10gb, 1g.10gb+me"),
        ("present instances overlap", On(gpu => gpu.WithSlices(Some.Slice("4g.40gb", 0), Some.Slice("2g.20gb", 2))), RefusalReason.ImpossibleState, First, "common memory slice"),
        ("pins overlap", On(gpu => gpu.WithSlices(Some.Slice("4g.40gb", 0, pinned: true), Some.Slice("2g.20gb", 2, pinned: true))), RefusalReason.ImpossibleState, First, "Release one of the pins"),
        ("an instance where none may be", On(gpu => gpu with { Slices = [new SliceState { Instance = new("3g.40gb", new(2, 4)) }] }), RefusalReason.ImpossibleState, First, "may be at 0:4, 4:4, not at 2:4"),
        ("two occupants", Some.Problem([Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat"), Some.Slice("3g.40gb", 0))], Chat), RefusalReason.ImpossibleState, First, "for chat and nobody"),
        ("instances with MIG off", On(gpu => gpu.WithSlices(Some.Slice("3g.40gb", 0)) with { MigEnabled = false }), RefusalReason.ImpossibleState, First, "MIG is off"),
        ("a whole GPU with MIG on", On(gpu => gpu with { WholeGpuWorkload = "chat" }), RefusalReason.ImpossibleState, First, "MIG is on"),
        ("instances on a board without MIG", On(gpu => gpu.WithSlices(Some.Slice("3g.40gb", 0)) with { Geometry = null }), RefusalReason.ImpossibleState, First, "not to do MIG"),
        ("no option is left", Options(), RefusalReason.NothingServes, "chat", "Raise the latency limit"),
        ("only models that are not here", Options(new SeatOption { Profile = "4g.90gb", GpuModel = "b200-180gb", Rate = 1 }), RefusalReason.NothingServes, "chat", "the GPUs are h100-80gb-sxm"),
        ("too large for every option", Need(need => need with { MemoryBytes = 50UL << 30 }), RefusalReason.NothingServes, "chat", "or state its capacity on 7g.80gb (79.25 GiB)"),
        ("too large for every instance", Need(need => need with { MemoryBytes = 96UL << 30 }), RefusalReason.NothingServes, "chat", "needs 96 GiB"),
        ("too many processes for the memory", Need(need => need with { Options = [new SeatOption { Profile = "3g.40gb", Rate = 1, Processes = 3 }], MemoryBytes = 20UL << 30 }), RefusalReason.NothingServes, "chat", "3 processes of 20 GiB"),
        ("a driver too old", Need(need => need with { Cuda = new Version(14, 0) }), RefusalReason.NothingServes, "chat", "runs 13.0"),
        ("GPUs too old", Need(need => need with { ComputeCapability = new Version(12, 0) }), RefusalReason.NothingServes, "chat", "have 9.0 at most"),
        ("no engines", Some.Problem([Some.Gpu(1, Board.A30)], Some.Service("chat", 1, ("1g.6gb", 1)) with { NeedsMedia = true }), RefusalReason.NothingServes, "chat", "+me"),
        ("more GPUs than an island has", Some.Problem([Some.Gpu(1), Some.Gpu(2) with { NvLinkIsland = 1 }], Some.Service("chat", 1, ("gpu", 1)) with { GpusPerReplica = 2 }), RefusalReason.NothingServes, "chat", "the largest island of GPUs it fits has 1"),
        ("the only GPU for it is lost", Some.Problem([Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat")) with { Usability = GpuUsability.Unusable }, Some.Gpu(2, Board.A30)], Guaranteed), RefusalReason.GpuVanished, "chat", $"Bring {First} back"),
        ("a quota below the tenant's floor", Need(need => need) with { Tenants = [new TenantTerms("lab", 1, 2)] }, RefusalReason.QuotaBelowFloor, "lab", "Raise its quota to 2"),
        ("a quota below its workloads' floors", Promised(need => need with { Tenant = "lab", Replicas = new ReplicaRange(3, 4) }) with { Tenants = [new TenantTerms("lab", 1)] }, RefusalReason.QuotaBelowFloor, "lab", "take 1.286 at least"),
        ("more replicas than fit", Promised(need => need with { Replicas = new ReplicaRange(5, 6) }), RefusalReason.FloorsInfeasible, "chat", "Set replicas.min to 4"),
        ("more replicas than GPUs", Promised(need => need with { Replicas = new ReplicaRange(3, 6), MaxPerGpu = 1 }), RefusalReason.FloorsInfeasible, "chat", "Set replicas.min to 2"),
        ("more capacity than replicas", Promised(need => need with { Replicas = new ReplicaRange(1, 1), FloorRate = 8 }), RefusalReason.FloorsInfeasible, "chat", "Raise replicas.max to 2"),
        ("more capacity than GPUs", Promised(need => need with { Replicas = new ReplicaRange(1, 50), FloorRate = 100 }), RefusalReason.FloorsInfeasible, "chat", "have room for"),
        ("more together than there is", Some.Problem([Some.Gpu(1)], Guaranteed with { Replicas = new ReplicaRange(2, 2) }, Guaranteed with { Name = "search", Replicas = new ReplicaRange(2, 2) }), RefusalReason.FloorsInfeasible, "chat", "Add GPUs, 1 at least"),
        ("apart with no room to be", Some.Problem([Some.Gpu(1)], Guaranteed, Guaranteed with { Name = "search", ApartFrom = ["chat"] }), RefusalReason.FloorsInfeasible, "chat", "Let them share a GPU"),
    ];
}
