using NodaTime;
using Optimizer.Control.Loop;
using Optimizer.Control.Tests.Problems;
using Optimizer.Model.Demand;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Tests.Loop;

public sealed class SameQuestionTests
{
    [Fact]
    public void Is_OnlyTheTimeHasPassed_TheAnswerHolds() => Assert.True(SameQuestion.Is(Problem(0), Problem(1)));

    [Fact]
    public void Is_DemandHasChanged_ItIsAskedAgain() => Assert.False(SameQuestion.Is(Problem(0), Problem(1, rate: 9)));

    [Fact]
    public void Is_ClockSteppedBackOrLongAgo_ItIsAskedAgain()
    {
        Assert.False(SameQuestion.Is(Problem(1), Problem(0)));
        Assert.False(SameQuestion.Is(Problem(0), Problem(16)));
    }

    [Fact]
    public void Is_AGpuHasRestedMeanwhile_ItIsAskedAgain()
    {
        PastChange moved = new(Site.Noon - Duration.FromMinutes(14), Site.Uuid(1), DisruptionRung.Move, "chat", null);

        Assert.False(SameQuestion.Is(Problem(0) with { Past = [moved] }, Problem(2) with { Past = [moved] }));
    }

    [Fact]
    public void Is_WindowsByTheClock_ItIsAskedAgain()
    {
        PolicyTerms frozen = new() { Gates = new GateTerms { Freezes = [new Interval(Site.Noon + Duration.FromHours(1), null)] } };

        Assert.False(SameQuestion.Is(Problem(0) with { Terms = frozen }, Problem(1) with { Terms = frozen }));
    }

    private static PlanningProblem Problem(int minutes, double rate = 5) =>
        new Site { Now = Site.Noon + Duration.FromMinutes(minutes) }
            .Mig(1, ("3g.40gb", 0)).Declare(Site.Service("chat", ("3g.40gb", 10))).Replica("chat", 1, "3g.40gb", 0).Demand("chat", rate, DemandSignal.RequestRate).Build().Problem;
}
