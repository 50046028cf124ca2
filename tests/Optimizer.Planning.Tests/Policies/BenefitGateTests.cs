using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Policies;

public sealed class BenefitGateTests
{
    private static readonly Account Stay = new() { Value = Money.Of(10), GpuTime = Money.Of(4) };

    [Fact]
    public void Judge_BenefitOfTwiceTheChange_Passes()
    {
        BenefitVerdict verdict = Judge(Stay with { GpuTime = Money.Of(2), Moving = Money.Of(1) }, moves: 1);

        Assert.True(verdict.Passes);
        Assert.Equal("benefit 2.0000 EUR over 1 h against 1.0000 of starts and changes (1 move): 2.0 times, 2.0 needed", verdict.Sentence);
    }

    [Fact]
    public void Judge_OneMicroLess_IsTooSmall()
    {
        BenefitVerdict verdict = Judge(Stay with { GpuTime = new Money(2_000_001), Moving = Money.Of(1) }, moves: 2);

        Assert.Equal(HoldReason.BenefitTooSmall, verdict.Held);
    }

    [Fact]
    public void Judge_InstanceChanges_CountAsChange() =>
        Assert.Equal(
            HoldReason.BenefitTooSmall,
            Judge(Stay with { GpuTime = Money.Of(2), Moving = Money.Of(0.9), InstanceChanges = Money.Of(0.2) }, moves: 1).Held);

    [Fact]
    public void Judge_MovesNobody_NeedsNoRatioButMustBeWorthMore()
    {
        Account small = Stay with { GpuTime = Money.Of(3.9), InstanceChanges = Money.Of(0.09) };

        Assert.True(Judge(small, moves: 0).Passes);
        Assert.Equal(HoldReason.WorthLess, Judge(small with { InstanceChanges = Money.Of(0.1) }, moves: 0).Held);
    }

    [Fact]
    public void Judge_MovesThatCostNothing_PassWhenWorthMore()
    {
        BenefitVerdict verdict = Judge(Stay with { GpuTime = Money.Of(3.9) }, moves: 3);

        Assert.True(verdict.Passes);
        Assert.EndsWith("its moves cost nothing", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_PresentStateBreaksAHardRule_IsTakenAtAnyCost()
    {
        Account dear = Stay with { Moving = Money.Of(100) };

        Assert.Equal(HoldReason.WorthLess, Judge(dear, moves: 5).Held);
        Assert.Contains("floor of chat", Judge(dear, moves: 5, "floor of chat").Sentence, StringComparison.Ordinal);
        Assert.True(Judge(dear, moves: 5, "floor of chat").Passes);
    }

    [Fact]
    public void Judge_StopsThatSaveLessThanStartingAgain_AreHeld()
    {
        Account fewer = Stay with { Energy = Money.Of(-0.003) };

        BenefitVerdict verdict = Judge(fewer, moves: 0, again: 0.15);

        Assert.Equal(HoldReason.BenefitTooSmall, verdict.Held);
        Assert.EndsWith("what it stops would cost 0.1500 to start again, and it gains 0.0030", verdict.Sentence, StringComparison.Ordinal);
        Assert.True(Judge(Stay with { GpuTime = Money.Of(2) }, moves: 0, again: 0.15).Passes);
    }

    [Fact]
    public void Judge_UnderAnotherPolicy_CountsBenefitByItsWeights()
    {
        Account lessEnergy = Stay with { GpuTime = Money.Of(4.5), Energy = Money.Of(-0.1), Moving = Money.Of(0.2) };

        Assert.Equal(HoldReason.WorthLess, Judge(lessEnergy, moves: 1).Held);
        Assert.True(Judge(lessEnergy, moves: 1, policy: "energy").Passes);
    }

    private static BenefitVerdict Judge(Account alternative, int moves, string? broken = null, string policy = "cost", double again = 0) =>
        BenefitGate.Judge(
            new CostModel(Some.Noon, new PolicyTerms(), PlanningPolicies.Find(policy)!, [Some.Gpu(1)]), new PolicyTerms(), Stay, alternative, moves, broken,
            new Account { Moving = Money.Of(again) });
}
