using Optimizer.Forecasting.Ensemble;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class MemberWeightsTests
{
    [Fact]
    public void Combine_BeforeAnyWasScored_IsUnknown()
    {
        MemberWeights weights = new(leads: 2, members: 3);

        Assert.Equal(double.NaN, weights.Combine(0, [1, 2, 3]));
        Assert.Equal(-1, weights.Leader(0));
    }

    [Fact]
    public void Combine_WithOneMemberMuchBetter_IsThatMember()
    {
        MemberWeights weights = Scored(good: 1, fair: 10, times: 20);

        Assert.Equal(7, weights.Combine(0, [7, 100, double.NaN]), 9);
        Assert.Equal(0, weights.Leader(0));
    }

    [Fact]
    public void Combine_OfMembersAboutAsGood_IsBetweenThem_NearerTheBetter()
    {
        double combined = Scored(good: 10, fair: 11, times: 50).Combine(0, [0, 100, double.NaN]);

        Assert.InRange(combined, 10, 45);
    }

    [Fact]
    public void Combine_WhenTheBestMemberSaysNothing_UsesTheOthers() =>
        Assert.Equal(100, Scored(good: 1, fair: 10, times: 20).Combine(0, [double.NaN, 100, double.NaN]), 9);

    [Fact]
    public void Combine_AtALeadThatWasNotScored_BorrowsFromItsNeighbour()
    {
        MemberWeights weights = Scored(good: 1, fair: 10, times: 20);

        Assert.Equal(7, weights.Combine(1, [7, 100, double.NaN]), 9);
        Assert.Equal(double.NaN, weights.Combine(2, [7, 100, double.NaN]));
    }

    [Fact]
    public void Leader_BetweenEquals_DoesNotChange_ButDoesForAClearlyBetterOne()
    {
        MemberWeights weights = Scored(good: 10, fair: 10.5, times: 40);
        for (int i = 0; i < 200; i++)
        {
            // Now the second is better by 2 %, less than the hysteresis.
            weights.Score(0, 0, [10, 9.8f, float.NaN], originsPerDay: 24, origins: 100);
        }

        Assert.Equal(0, weights.Leader(0));
        for (int i = 0; i < 200; i++)
        {
            weights.Score(0, 0, [10, 9, float.NaN], originsPerDay: 24, origins: 100);
        }

        Assert.Equal(1, weights.Leader(0));
    }

    [Fact]
    public void Doubt_LetsTheNextLossesCountMore()
    {
        MemberWeights steadfast = Scored(good: 1, fair: 10, times: 500), doubting = Scored(good: 1, fair: 10, times: 500);

        doubting.Doubt();
        for (int i = 0; i < 6; i++)
        {
            // The roles have changed.
            steadfast.Score(0, 0, [10, 1, float.NaN], originsPerDay: 288, origins: 1000);
            doubting.Score(0, 0, [10, 1, float.NaN], originsPerDay: 288, origins: 1000);
        }

        Assert.True(steadfast.Combine(0, [0, 100, double.NaN]) < 1);
        Assert.True(doubting.Combine(0, [0, 100, double.NaN]) > 10);
    }

    [Fact]
    public void Combine_OfPerfectMembers_IsTheirMean() =>
        Assert.Equal(50, Scored(good: 0, fair: 0, times: 10).Combine(0, [50, 50, double.NaN]), 9);

    [Fact]
    public void Load_OfALeaderThatIsNone_IsRefused()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        new MemberWeights(leads: 1, members: 3).Save(writer);
        stream.Position -= 2;
        writer.Write((short)3);
        stream.Position = 0;

        Assert.Throws<InvalidDataException>(() => new MemberWeights(leads: 1, members: 3).Load(new BinaryReader(stream)));
    }

    private static MemberWeights Scored(double good, double fair, int times)
    {
        MemberWeights weights = new(leads: 3, members: 3);
        for (int i = 0; i < times; i++)
        {
            weights.Score(0, 0, [(float)good, (float)fair, float.NaN], originsPerDay: 24, origins: i);
        }

        return weights;
    }
}
