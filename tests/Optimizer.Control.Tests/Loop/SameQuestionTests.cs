using NodaTime;
using Optimizer.Control.Loop;
using Optimizer.Control.Tests.Problems;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Plans;
using Optimizer.Planning;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Tests.Loop;

public sealed class SameQuestionTests
{
    [Fact]
    public void Is_OnlyTheTimeHasPassed_TheAnswerHolds() => Assert.True(Is(Problem(0), Problem(1)));

    [Fact]
    public void Is_DemandHasChanged_ItIsAskedAgain() => Assert.False(Is(Problem(0), Problem(1, rate: 9)));

    [Fact]
    public void Is_ClockSteppedBackOrLongAgo_ItIsAskedAgain()
    {
        Assert.False(Is(Problem(1), Problem(0)));
        Assert.False(Is(Problem(0), Problem(16)));
    }

    [Fact]
    public void Is_AGpuHasRestedMeanwhile_ItIsAskedAgain()
    {
        PastChange moved = new(Site.Noon - Duration.FromMinutes(14), Site.Uuid(1), DisruptionRung.Move, "chat", null);

        Assert.False(Is(Problem(0) with { Past = [moved] }, Problem(2) with { Past = [moved] }));
    }

    [Fact]
    public void Is_WindowsByTheClock_ItIsAskedAgain()
    {
        PolicyTerms frozen = new() { Gates = new GateTerms { Freezes = [new Interval(Site.Noon + Duration.FromHours(1), null)] } };

        Assert.False(Is(Problem(0) with { Terms = frozen }, Problem(1) with { Terms = frozen }));
    }

    [Fact]
    public void Is_MoreIsPlannedForThanWhatIsThereServes_ItIsAskedAgain() => Assert.False(Is(Planned(8), Planned(11), capacity: 10));

    [Theory]
    [InlineData(9.9)]
    [InlineData(7.3)]
    public void Is_WhatIsThereServesThePlannedDemandThenAndNow_TheAnswerHolds(double rate) => Assert.True(Is(Planned(8), Planned(rate), capacity: 10));

    [Fact]
    public void Is_PlannedDemandHasFallenFar_ItIsAskedAgain() => Assert.False(Is(Planned(8), Planned(7.1), capacity: 10));

    [Fact]
    public void Is_DemandWasMissedAndIsMissedMore_ItIsAskedAgain() => Assert.False(Is(Planned(12), Planned(13), capacity: 10));

    [Fact]
    public void Is_OnlyTheExpectedDemandDiffers_TheAnswerHolds()
    {
        PlanningProblem problem = Planned(8);

        Assert.True(Is(problem, problem with { Workloads = problem.Workloads.Select(need => need with { ExpectedRate = 1 }).ToValueArray() }, capacity: 10));
    }

    private static PlanningProblem Planned(double rate)
    {
        PlanningProblem problem = Problem(0);
        return problem with { Workloads = problem.Workloads.Select(need => need with { PlanningRate = rate, ExpectedRate = 5 }).ToValueArray() };
    }

    /// <summary>With an answer to the first that held, and saw this capacity; 0: nothing is served.</summary>
    private static bool Is(PlanningProblem before, PlanningProblem now, double capacity = 0)
    {
        Plan answer = ((PlanResult.Planned)new Planner().Plan(before)).Plan;
        return SameQuestion.Is(before, answer with { Outlook = answer.Outlook.Select(one => one with { CapacityNow = capacity }).ToValueArray() }, now);
    }

    private static PlanningProblem Problem(int minutes, double rate = 5) =>
        new Site { Now = Site.Noon + Duration.FromMinutes(minutes) }
            .Mig(1, ("3g.40gb", 0)).Declare(Site.Service("chat", ("3g.40gb", 10))).Replica("chat", 1, "3g.40gb", 0).Demand("chat", rate, DemandSignal.RequestRate).Build().Problem;
}
