using System.Text;
using Optimizer.Model.Plans;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Explanations;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Explanations;

/// <summary>What the planner itself answers and how it explains it, as a person reviewed it.</summary>
public sealed class RealPlanTests
{
    public static TheoryData<string> Names => [.. RealPlans.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plan_OfAnOperatorsProblem_IsExplainedAsReviewed(string name)
    {
        PlanningProblem problem = RealPlans.Problem(name);
        Plan plan = name == "real-defragmentation"
            ? Planner.PlanDefragmentation(problem)!
            : Assert.IsType<PlanResult.Planned>(new Planner().Plan(problem)).Plan;
        StringWriter text = new();
        PlanText.Write(plan, problem, text);

        Assert.Empty(PlanCheck.Violations(problem, plan));
        GoldenText.Matches($"{name}.txt", text.ToString());
        GoldenText.Matches($"{name}.json", Encoding.UTF8.GetString(PlanJson.Serialize(plan, problem)) + "\n");
    }

    [Fact]
    public void Plan_OfFloorsThatCannotBeMetTogether_IsRefusedAsReviewed()
    {
        PlanResult.Refused refused = Assert.IsType<PlanResult.Refused>(new Planner().Plan(RealPlans.Infeasible));
        StringWriter text = new();
        RefusalText.Write(refused.Refusals, text);

        GoldenText.Matches("real-refused.txt", text.ToString());
        GoldenText.Matches("real-refused.json", Encoding.UTF8.GetString(PlanJson.Serialize(refused.Refusals)) + "\n");
    }

    [Fact]
    public void Plan_OfTheProblemsThatHold_HoldsForTheReasonTheyAreAbout()
    {
        Assert.Equal(HoldReason.BenefitTooSmall, Planned("real-too-small").Hold);
        Assert.Equal(HoldReason.Frozen, Planned("real-frozen").Hold);
        Assert.Null(Planned("real-growth").Hold);
        Assert.Equal(2, Planned("real-night").Alternatives.Single(one => one.Lost is null).ActiveGpus);
    }

    private static Plan Planned(string name) => Assert.IsType<PlanResult.Planned>(new Planner().Plan(RealPlans.Problem(name))).Plan;
}
