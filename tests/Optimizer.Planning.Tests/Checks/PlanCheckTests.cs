using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Planning.Tests.Generators;
using static Optimizer.Planning.Tests.Checks.SoundPlan;

namespace Optimizer.Planning.Tests.Checks;

public sealed class PlanCheckTests
{
    public static TheoryData<string> Broken => [.. BrokenPlans.All.Select(broken => broken.ToString())];

    [Theory]
    [MemberData(nameof(Broken))]
    public void Violations_OfABrokenPlan_NameTheRule(string which)
    {
        BrokenPlan broken = BrokenPlans.All.Single(one => one.ToString() == which);

        ValueArray<PlanViolation> found = PlanCheck.Violations(broken.Problem, broken.Plan);

        PlanViolation violation = Assert.Single(found.Where(one => one.Invariant == broken.Invariant).Take(1));
        Assert.NotEmpty(violation.Subject);
        Assert.NotEmpty(violation.Sentence);
    }

    [Fact]
    public void BrokenPlans_BreakEveryRule() =>
        Assert.Equal(PlanCheck.Invariants.Select(one => one.Name).Order(StringComparer.Ordinal), BrokenPlans.All.Select(one => one.Invariant).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Violations_OfAPlanThatMoves_AreNone() => Assert.Empty(PlanCheck.Violations(Problem, Moving));

    [Fact]
    public void Violations_OfAPlanThatHolds_AreNone() => Assert.Empty(PlanCheck.Violations(Problem, Holding));

    [Fact]
    public void Violations_OfAPlanWithMedia_AreNone() => Assert.Empty(PlanCheck.Violations(BrokenPlans.MediaProblem, BrokenPlans.MediaPlan("1g.6gb+me")));

    [Fact]
    public void Violations_WhereTheTenantGetsItsFloor_AreNone() =>
        Assert.Empty(PlanCheck.Violations(BrokenPlans.TenantProblem, BrokenPlans.TenantPlan("poor")));

    [Fact]
    public void Violations_OfABreakBeforeMakeThatIsSaid_AreNone()
    {
        PlanStep[] steps = Steps();
        Plan plan = PlanFor.Acting(Problem, MovedTargets(), [steps[2], steps[3], steps[0], steps[1]], Worth, Stay) with
        {
            Notes = [new PlanNote("chat", "No GPU has room for both replicas; it serves nothing for 60 s.")],
        };

        Assert.Empty(PlanCheck.Violations(Problem, plan));
    }

    [Fact]
    public void Violations_WithTheLostGpusOccupantsLeftOut_AreNone() =>
        Assert.Empty(PlanCheck.Violations(Problem, Moving with { Targets = MovedTargets().With(5, On("1g.10gb", 0)) }));

    [Theory]
    [InlineData(15, 12, 13, "UTC")] // the dwell has just passed; the window opens at noon
    [InlineData(1500, 11, 13, "UTC")]
    [InlineData(100, 13, 14, "Europe/Berlin")] // noon in London
    [InlineData(100, 23, 22, "UTC")] // since yesterday evening
    public void Violations_InsideEveryGate_AreNone(int movedMinutesAgo, int from, int to, string zone)
    {
        PlanningProblem problem = Problem.WithGates(gates => gates with
        {
            MovesPerDay = 2,
            MovesPerTenantPerDay = 2,
            TimeZone = zone,
            Windows = [new WeeklyWindow([IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday], new LocalTime(from, 0), new LocalTime(to, 0))],
            Freezes = [new Interval(Problem.At - Duration.FromHours(1), Problem.At)],
        }) with
        {
            Past = [new PastChange(Problem.At - Duration.FromMinutes(movedMinutesAgo), Uuid(1), DisruptionRung.Move, "chat", "search")],
        };

        Assert.Empty(PlanCheck.Violations(problem, Moving));
    }

    [Fact]
    public void Violations_OfGrowthOutsideTheWindow_AreNone()
    {
        PlanningProblem problem = Problem.WithGates(gates => gates with { Windows = [new WeeklyWindow([], new LocalTime(1, 0), new LocalTime(2, 0))], MovesPerDay = 0 });
        Plan plan = PlanFor.Acting(
            problem, PlanFor.Present(problem).With(2, On("1g.10gb", 0, "embed")), [Create(2, "1g.10gb", 0), Start(2, "1g.10gb", 0, "embed")]);

        Assert.Empty(PlanCheck.Violations(problem, plan));
    }

    [Fact]
    public void Violations_WhereThePresentBreaksLimits_AllowItToStay()
    {
        PlanningProblem problem = Problem with { Tenants = [new TenantTerms("lab", 0.1), new TenantTerms("search", 0.1)] };
        problem = problem.WithNeed("embed", need => need with { Replicas = new(0, 1), MaxPerGpu = 0, ApartFrom = ["notebook"], MemoryBytes = 1UL << 50, Cuda = new Version(99, 0) });

        Assert.Empty(PlanCheck.Violations(problem, PlanFor.Hold(problem, account: Stay)));
    }

    [Fact]
    public void Violations_OfAFloorThatCannotBeKept_AreNoneOnceItIsSaid()
    {
        PlanningProblem problem = Problem.WithNeed("chat", need => need with { FloorRate = 20 });
        Plan silent = PlanFor.Hold(problem, HoldReason.Frozen, Stay);

        Assert.Equal("floors", Assert.Single(PlanCheck.Violations(problem, silent)).Invariant);
        Assert.Empty(PlanCheck.Violations(problem, silent with { Notes = [new PlanNote("chat", "It serves 8 of the 20 guaranteed.")] }));
    }

    [Fact]
    public void Violations_OfAnyPlanForAnyOtherProblem_NeverThrow()
    {
        foreach (BrokenPlan one in BrokenPlans.All)
        {
            foreach (PlanningProblem problem in new[] { Problem, BrokenPlans.MediaProblem, BrokenPlans.TenantProblem, Problem with { Gpus = [], Workloads = [] } })
            {
                Assert.All(PlanCheck.Violations(problem, one.Plan), violation => Assert.Contains(PlanCheck.Invariants, invariant => invariant.Name == violation.Invariant));
            }
        }
    }

    [Fact]
    public void Invariants_AreNamedOnceAndSayWhatHolds()
    {
        Assert.Equal(PlanCheck.Invariants.Length, PlanCheck.Invariants.Select(one => one.Name).Distinct().Count());
        Assert.All(PlanCheck.Invariants, one => Assert.EndsWith(".", one.Sentence, StringComparison.Ordinal));
    }
}
