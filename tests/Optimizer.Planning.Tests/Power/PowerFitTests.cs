using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Collections;
using Optimizer.Planning.Power;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Power;

public sealed class PowerFitTests
{
    private static readonly PowerCurve Assumed = new(70, 700);

    [Theory]
    [InlineData(70, 700, 0.7)] // as assumed
    [InlineData(110, 560, 0.7)]
    [InlineData(40, 650, 0.45)]
    [InlineData(90, 690, 1.2)]
    public void With_ManyReadingsOfABoard_FindsItsCurve(double idle, double max, double exponent)
    {
        PowerFit fit = Fit(new PowerCurve(idle, max, exponent), 4000, noiseWatts: 8);

        Assert.InRange(fit.Curve.IdleWatts, idle - 12, idle + 12);
        Assert.InRange(fit.Curve.MaxWatts, max * 0.97, max * 1.03);
        Assert.InRange(fit.Curve.LoadExponent, exponent - 0.1, exponent + 0.1);
        Assert.Equal(PowerStanding.Fitted, fit.Standing);
        Assert.InRange(fit.ErrorWatts!.Value, 3, 16);
    }

    [Fact]
    public void From_APrior_IsThatPriorAndSaysSo()
    {
        PowerFit fit = PowerFit.From(Assumed);

        Assert.Equal(Assumed, fit.Curve);
        Assert.Equal(PowerStanding.Assumed, fit.Standing);
        Assert.Null(fit.ErrorWatts);
        Assert.Equal("assumed: idle 70 W, full load 700 W (0 readings)", fit.Sentence);
    }

    [Fact]
    public void With_OnlyIdleReadings_LearnsIdleAndIsNotSureOfFullLoad()
    {
        PowerFit fit = PowerFit.From(Assumed);
        for (int reading = 0; reading < 2000; reading++)
        {
            fit = fit.With(new PowerObservation(50, []));
        }

        Assert.InRange(fit.Curve.IdleWatts, 49, 52);
        Assert.InRange(fit.Curve.MaxWatts, 640, 700);
        Assert.Equal(PowerStanding.Refined, fit.Standing);
        Assert.Null(fit.MaxErrorWatts);
        Assert.Equal(0.7, fit.Curve.LoadExponent);
    }

    [Fact]
    public void With_OneWildReading_HardlyMoves()
    {
        PowerFit calm = Fit(new PowerCurve(60, 500), 1000, noiseWatts: 5);

        PowerFit shaken = calm.With(new PowerObservation(2900, []));

        Assert.Equal(calm.Spikes + 1, shaken.Spikes);
        Assert.InRange(shaken.Curve.IdleWatts - calm.Curve.IdleWatts, -1, 1);
        Assert.Equal(calm.CeilingWatts, shaken.CeilingWatts);
    }

    [Fact]
    public void With_SurprisesThatGoOn_BelievesThem()
    {
        // The board was replaced by one that idles at twice the power.
        PowerFit fit = Fit(new PowerCurve(60, 500), 1000, noiseWatts: 5);
        fit = Fit(new PowerCurve(160, 600), 20_000, noiseWatts: 5, fit);

        Assert.InRange(fit.Curve.IdleWatts, 145, 170);
        Assert.InRange(fit.Curve.MaxWatts, 580, 620);
    }

    public static TheoryData<double, double, double> Impossible => new()
    {
        { double.NaN, 0.5, 0.5 }, { -1, 0.5, 0.5 }, { 3001, 0.5, 0.5 }, { double.PositiveInfinity, 0.5, 0.5 },
        { 300, 1.1, 0.5 }, { 300, 0, 0.5 }, { 300, 0.5, 1.1 }, { 300, 0.5, -0.1 }, { 300, 0.5, double.NaN },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void With_AnImpossibleReading_RefusesAndCountsIt(double watts, double share, double load)
    {
        PowerFit fit = PowerFit.From(Assumed).With(new PowerObservation(watts, [new InstanceLoad(share, load)]));

        Assert.Equal((0, 1), (fit.Readings, fit.Refused));
        Assert.Equal(Assumed, fit.Curve);
    }

    [Fact]
    public void With_AnyPlausibleReadings_StaysInsideItsLimits() => Prop.ForAll(
        Gen.Choose(0, 3000).Zip(Gen.Choose(0, 100)).ListOf().ToArbitrary(),
        readings =>
        {
            PowerFit fit = readings.Aggregate(PowerFit.From(Assumed), (fit, reading) =>
                fit.With(new PowerObservation(reading.Item1, [new InstanceLoad(1, reading.Item2 / 100.0)])));
            PowerCurve curve = fit.Curve;

            return curve.IdleWatts >= 0 && curve.MaxWatts >= curve.IdleWatts && curve.MaxWatts <= fit.CeilingWatts + 1e-9
                && curve.LoadExponent is >= 0.3 and <= 1.5 && fit.Readings + fit.Refused == readings.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_TheSameReadings_IsEqual() =>
        Assert.Equal(Fit(new PowerCurve(50, 400, 0.9), 200, 5), Fit(new PowerCurve(50, 400, 0.9), 200, 5));

    [Theory]
    [InlineData(-1, 700, 0.7)]
    [InlineData(800, 700, 0.7)]
    [InlineData(70, double.NaN, 0.7)]
    [InlineData(70, 700, 0.2)]
    public void From_ACurveNoBoardHas_Throws(double idle, double max, double exponent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerFit.From(new PowerCurve(idle, max, exponent)));

    [Theory]
    [InlineData("h100-80gb-sxm", 70, 700)]
    [InlineData("h100-80gb-pcie", 60, 350)]
    [InlineData("a100-40gb", 60, 400)]
    [InlineData("something-new", 70, 700)]
    public void For_AModel_TakesTheLongestPrefix(string model, double idle, double max) =>
        Assert.Equal(new PowerCurve(idle, max), PowerPriors.For(model));

    [Fact]
    public void For_EveryBoardOfTheFacts_IsACurveFitsCanBeginWith() =>
        Assert.All(Model.Tests.Mig.Board.Keys, key => Assert.Equal(PowerPriors.For(key), PowerFit.From(PowerPriors.For(key)).Curve));

    /// <summary>Readings of a board of that curve under seven slices of random load, a third of them idle, with normal noise.</summary>
    private static PowerFit Fit(PowerCurve board, int readings, double noiseWatts, PowerFit? begin = null)
    {
        Random random = new(42);
        PowerFit fit = begin ?? PowerFit.From(Assumed);
        for (int reading = 0; reading < readings; reading++)
        {
            double level = random.NextDouble();
            ValueArray<InstanceLoad> loads = Enumerable.Range(0, 7)
                .Select(_ => new InstanceLoad(1 / 7.0, random.Next(3) == 0 ? 0 : level * random.NextDouble()))
                .ToValueArray();
            double noise = noiseWatts * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            fit = fit.With(new PowerObservation(Math.Max(0, PowerFit.Watts(board, loads) + noise), loads));
        }

        return fit;
    }
}
