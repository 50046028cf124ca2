using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Collections;
using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Capacity;

namespace Optimizer.Planning.Tests.Capacity;

public sealed class CapacityModelTests
{
    [Fact]
    public void Predict_ProfileItRanOn_AnswersItsOwnRateWithoutError()
    {
        CapacityAnswer.Predicted answer = A100.Known(("1g.5gb", 100), ("3g.20gb", 280)).Predicted("3g.20gb");

        Assert.Equal((280, 0), (answer.Rate, answer.RelativeError));
    }

    [Fact]
    public void Predict_NothingKnown_IsUnknownNotAGuess() =>
        Assert.IsType<CapacityAnswer.Unknown>(CapacityModel.Default.Predict(A100.Known(), A100.Shape("7g.40gb")));

    [Fact]
    public void Predict_RatesOfAnotherGpuModelOnly_AreNotCarriedOver()
    {
        CapacityAnswer answer = CapacityModel.Default.Predict(A100.Known(("1g.5gb", 100)), A100.Shape("7g.80gb", Board.H100));

        Assert.Contains("do not carry over", Assert.IsType<CapacityAnswer.Unknown>(answer).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_ProfileWithTooLittleMemory_IsRefusedWithBothSizes()
    {
        KnownFigures known = A100.Known(("7g.40gb", 100)) with { MemoryBytes = 6UL << 30 };

        Assert.Equal(new CapacityAnswer.TooSmall(6UL << 30, 4864UL << 20), CapacityModel.Default.Predict(known, A100.Shape("1g.5gb")));
    }

    [Fact]
    public void Predict_MoreFiguresKnown_ErrsLess()
    {
        double one = A100.Known(("1g.5gb", 100)).Predicted("7g.40gb").RelativeError;
        double two = A100.Known(("1g.5gb", 100), ("3g.20gb", 320)).Predicted("7g.40gb").RelativeError;

        Assert.True(two < one);
    }

    [Fact]
    public void Predict_SeatKeptIdle_GainsLittleFromALargerOne()
    {
        KnownFigures busy = new() { Figures = [new KnownFigure(A100.Shape("1g.5gb"), 100) { SmRatio = 1 }] };
        KnownFigures idle = new() { Figures = [new KnownFigure(A100.Shape("1g.5gb"), 100) { SmRatio = 0.2 }] };

        Assert.InRange(busy.Predicted("7g.40gb").Rate, 500, 800);
        Assert.InRange(idle.Predicted("7g.40gb").Rate, 100, 250);
    }

    [Fact]
    public void Predict_DoubleMemoryProfile_GainsByTheDramActivityRead()
    {
        KnownFigures unread = A100.Known(("1g.5gb", 100));
        KnownFigures read = new() { Figures = [new KnownFigure(A100.Shape("1g.5gb"), 100) { DramRatio = 0.5 }] };

        Assert.Equal(100, unread.Predicted("1g.10gb").Rate, 6);
        Assert.Equal(100 / 0.75, read.Predicted("1g.10gb").Rate, 6);
        Assert.True(unread.Predicted("1g.10gb").RelativeError > read.Predicted("1g.10gb").RelativeError);
    }

    [Fact]
    public void Predict_ProfilesOfEveryBoard_AreWithinReach()
    {
        foreach (string board in Board.Keys)
        {
            string widest = Board.Geometry(board).Profiles[0].Name;
            KnownFigures known = new() { Figures = [new KnownFigure(A100.Shape(widest, board), 100)] };
            foreach (string profile in Board.Geometry(board).Profiles.ToArray().Select(profile => profile.Name))
            {
                CapacityAnswer.Predicted answer = Assert.IsType<CapacityAnswer.Predicted>(CapacityModel.Default.Predict(known, A100.Shape(profile, board)));
                Assert.InRange(answer.Rate, 5, 100);
                Assert.InRange(answer.RelativeError, 0, 1);
            }
        }
    }

    [Fact]
    public void Predict_LargerProfile_IsNotSlowerBeyondTheError() => Prop.ForAll(Rates(), rates =>
    {
        KnownFigures known = A100.Known(rates);
        CapacityAnswer.Predicted[] answers = [.. A100.Profiles.Select(known.Predicted)];
        for (int place = 1; place < answers.Length; place++)
        {
            Assert.True(answers[place].Rate >= answers[place - 1].Rate * (1 - Math.Max(0.02, answers[place - 1].RelativeError)), $"{A100.Profiles[place]} of {known.Figures}");
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Predict_AllRatesScaled_ScalesThePrediction() => Prop.ForAll(Rates(), Gen.Choose(-6, 6).ToArbitrary(), (rates, power) =>
    {
        double factor = Math.Pow(10, power);
        foreach (string profile in A100.Profiles)
        {
            CapacityAnswer.Predicted plain = A100.Known(rates).Predicted(profile);
            CapacityAnswer.Predicted scaled = A100.Known([.. rates.Select(rate => (rate.Profile, rate.Rate * factor))]).Predicted(profile);
            Assert.Equal(1, scaled.Rate / factor / plain.Rate, 9);
            Assert.Equal(plain.RelativeError, scaled.RelativeError);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Predict_FiguresInAnotherOrder_AnswersTheSameBytes() => Prop.ForAll(Rates(), rates =>
    {
        foreach (string profile in A100.Profiles)
        {
            Assert.Equal(A100.Known(rates).Predicted(profile), A100.Known([.. rates.Reverse()]).Predicted(profile));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Predict_LearnedTwice_AnswersTheSameBytes()
    {
        KnownFigures known = A100.Known(("2g.10gb", 17), ("4g.20gb", 31));

        Assert.Equal(new CapacityModel(SpeedTables.Read()).Predict(known, A100.Shape("7g.40gb")), known.Predicted("7g.40gb"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Predict_RateThatCannotBe_IsRefusedByName(double rate)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => CapacityModel.Default.Predict(A100.Known(("2g.10gb", rate)), A100.Shape("7g.40gb")));

        Assert.Contains("2g.10gb on a100-40gb", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_FiguresThatCannotBe_AreRefusedWithTheSmallestChange()
    {
        Assert.Contains("Merge them", Refusal(A100.Known(("2g.10gb", 1), ("2g.10gb", 2))), StringComparison.Ordinal);
        Assert.Contains("weight", Refusal(new KnownFigures { Figures = [new KnownFigure(A100.Shape("2g.10gb"), 1, 0)] }), StringComparison.Ordinal);
        Assert.Contains("0 to 1", Refusal(new KnownFigures { Figures = [new KnownFigure(A100.Shape("2g.10gb"), 1) { SmRatio = 1.5 }] }), StringComparison.Ordinal);
        Assert.Contains("at most 1", Refusal(new KnownFigures { Figures = [new KnownFigure(A100.Shape("2g.10gb") with { ComputeShare = 2 }, 1)] }), StringComparison.Ordinal);
        Assert.Contains("Drop the oldest", Refusal(new KnownFigures { Figures = Enumerable.Repeat(new KnownFigure(A100.Shape("2g.10gb"), 1), 33).ToValueArray() }), StringComparison.Ordinal);

        static string Refusal(KnownFigures known) =>
            Assert.Throws<ArgumentException>(() => CapacityModel.Default.Predict(known, A100.Shape("7g.40gb"))).Message;
    }

    /// <summary>One to four known profiles of an inference service whose rates grow with compute, from not at all to in proportion.</summary>
    private static Arbitrary<(string Profile, double Rate)[]> Rates() => (
        from chosen in Gen.Choose(1, 30)
        from exponent in Gen.Choose(0, 100)
        from full in Gen.Choose(1, 10_000)
        select A100.Profiles.Where((_, place) => (chosen >> place & 1) != 0)
            .Select(profile => (profile, full * Math.Pow(A100.Shape(profile).ComputeShare, exponent / 100.0))).ToArray()).ToArbitrary();
}
