using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Problems;

/// <summary>Each kind of bad input is refused by the planner itself, with what was seen and the smallest change that helps.</summary>
public sealed class BadInputTests
{
    private static readonly string First = Some.Gpu(1).Uuid.Value;

    private static readonly WorkloadNeed Chat = Some.Service("chat-7b", 7, ("3g.40gb", 7));

    private static readonly WorkloadNeed Promised = Chat with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 4) };

    public static TheoryData<string> Names => [.. Cases.Select(one => one.Name)];

    private static (string Name, PlanningProblem Problem, PlanRefusal Refusal)[] Cases =>
    [
        ("floors beyond the GPUs", Some.Problem([Some.Gpu(1)], Promised with { Replicas = new ReplicaRange(3, 4) }), new(
            RefusalReason.FloorsInfeasible, "chat-7b", "chat-7b is guaranteed 3 replicas; the GPU, empty, has room for 2.", "Set replicas.min to 2, or add GPUs for 1 more.")),
        ("floors that fit alone and not together", Some.Problem([Some.Gpu(1)], Promised with { Replicas = new ReplicaRange(2, 4) }, Some.Service("embed", 1, ("1g.10gb", 5)) with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 1) }), new(
            RefusalReason.FloorsInfeasible, "chat-7b", "The floors of chat-7b, embed cannot be met together on one usable GPU with what is pinned and may not be moved.",
            $"Set replicas.min of chat-7b from 2 to 1, or add 1 GPU like {First} (h100-80gb-sxm).")),
        ("a quota below a tenant's floor", Some.Problem([Some.Gpu(1)], Chat) with { Tenants = [new TenantTerms("search", 0.5, 1)] }, new(
            RefusalReason.QuotaBelowFloor, "search", "search is promised 1 GPUs and may use 0.5.", "Raise its quota to 1, or lower its floor to 0.5.")),
        ("a quota below its workloads' floors", Some.Problem([Some.Gpu(1), Some.Gpu(2)], Promised with { Tenant = "search", Replicas = new ReplicaRange(3, 4) }) with { Tenants = [new TenantTerms("search", 1)] }, new(
            RefusalReason.QuotaBelowFloor, "search", "search may use 1 GPUs; the floors of chat-7b take 1.286 at least.", "Raise its quota to 1.286, or lower a floor of these workloads.")),
        ("a service no profile can serve", Some.Problem([Some.Gpu(1)], Chat with { Options = [] }), new(
            RefusalReason.NothingServes, "chat-7b", "No profile serves chat-7b inside its latency limit and memory.", "Raise the latency limit, or state its capacity for at least one profile.")),
        ("a rate of zero", Some.Problem([Some.Gpu(1)], Some.Service("chat-7b", 7, ("3g.40gb", 0))), new(
            RefusalReason.BadFigure, "chat-7b", "It serves 0 on 3g.40gb.", "Give a finite rate above 0, or leave the profile out.")),
        ("a negative rate", Some.Problem([Some.Gpu(1)], Chat with { PlanningRate = -1 }), new(
            RefusalReason.BadFigure, "chat-7b", "Its planning rate is -1.", "Give a finite rate of 0 or more.")),
        ("an unknown profile", Some.Problem([Some.Gpu(1)], Some.Service("chat-7b", 7, ("3g.20gb", 7))), new(
            RefusalReason.UnknownProfile, "chat-7b", "chat-7b lists 3g.20gb, which no GPU has.", "Use one of 1g.10gb, 1g.10gb+me, 1g.20gb, 2g.20gb, 3g.40gb, 4g.40gb, 7g.80gb, or gpu for a whole GPU.")),
        ("pins that overlap", Some.Problem([Some.Gpu(1).WithSlices(Some.Slice("4g.40gb", 0, pinned: true), Some.Slice("2g.20gb", 2, pinned: true))], Chat), new(
            RefusalReason.ImpossibleState, First, "Its pinned instances cannot be on one GPU together: 4g.40gb@0 (0:4) and 2g.20gb@2 (2:2) hold a common memory slice.", "Release one of the pins.")),
        ("a GPU that vanished", Some.Problem([Some.Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat-7b")) with { Usability = GpuUsability.Unusable }], Promised), new(
            RefusalReason.GpuVanished, "chat-7b", $"chat-7b is guaranteed and ran on {First}, which cannot be used, and no other GPU can take it.",
            $"Bring {First} back, state its capacity for another GPU, or set its floors to 0.")),
        ("a freeze over every window", Gated(new GateTerms { Windows = [new WeeklyWindow([], new LocalTime(1, 0), new LocalTime(2, 0))], Freezes = [new Interval(Some.Noon - Duration.FromHours(1), null)] }), new(
            RefusalReason.ContradictoryWindows, "gates.freezes", "freezes cover every window of the next 366 days; over the first window, at 2026-11-24T01:00:00Z, is one without an end",
            "end that freeze by 2026-11-24T01:00:00Z, or set gates.deepestRung to FreeSpace")),
        ("an unknown time zone", Gated(new GateTerms { TimeZone = "Europe/Berlim" }), new(
            RefusalReason.UnknownTimeZone, "gates.timeZone", "gates.timeZone is Europe/Berlim, which is not an IANA time zone", "set it to Europe/Berlin, the nearest name, or another of the IANA list")),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plan_OfBadInput_IsRefusedWithTheLeastThatHelps(string name)
    {
        (_, PlanningProblem problem, PlanRefusal refusal) = Cases.Single(one => one.Name == name);

        Assert.Equal([refusal], Assert.IsType<PlanResult.Refused>(new Planner().Plan(problem)).Refusals);
    }

    private static PlanningProblem Gated(GateTerms gates) => Some.Problem([Some.Gpu(1)], Chat) with { Terms = new PolicyTerms { Gates = gates } };
}
