using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>What is published: a day in steps of ten minutes, and laws that hold whatever comes in.</summary>
public sealed class PathTests
{
    [Fact]
    public void Publish_MinutesOfADay_AreStepsOfTenMinutesThatBeginWhereTheKnownEnds()
    {
        FakeMethod method = new();
        DemandForecaster forecaster = Some.Forecaster(method);

        forecaster.Run(0, 180, static _ => 2);
        ForecastPath path = forecaster.Latest!.Of(Some.Chat).Path!;

        Instant knownUntil = method.Busy.Seen[^1].BinStart + Duration.FromMinutes(1);
        Assert.Equal(knownUntil, path.Origin + path.Bin);
        Assert.Equal(Duration.FromMinutes(10), path.Bin);
        Assert.Equal(144, path.Steps.Count);
        Assert.Equal(2 + 5.5, path.Steps[0].Mean); // the fake's step k has level + k
        Assert.Equal(new Quantiles(2, 4, 6, 8), path.Steps[0].Quantiles);
        Assert.Equal(Duration.FromHours(1), Assert.Single(path.Peaks).Window);
    }

    [Theory]
    [InlineData(60, 1440, 1440)]
    [InlineData(300, 600, 288)]
    [InlineData(3600, 3600, 24)]
    public void Steps_OfSeveralBins_AreADay(int bin, int publish, int steps)
    {
        DemandForecasterOptions options = new() { Method = new FakeMethod().Named(), BinSeconds = bin, PublishStep = Duration.FromSeconds(publish) };

        Assert.Equal(steps, options.Steps);
    }

    [Fact]
    public void Of_AnyOrderedQuantiles_StayOrderedAndWithinTheirRange()
    {
        Gen<ForecastStep> step = Gen.Choose(0, 1_000_000).Four().Select(static four =>
        {
            double[] sorted = [.. new[] { four.Item1, four.Item2, four.Item3, four.Item4 }.Order().Select(static value => value / 7.0)];
            return new ForecastStep(sorted[1], new Quantiles(sorted[0], sorted[1], sorted[2], sorted[3]));
        });

        Prop.ForAll(step.ListOf(12).ToArbitrary(), static steps =>
        {
            ForecastPath path = new() { Origin = Some.Start, Bin = Duration.FromMinutes(1), Steps = steps.ToValueArray(), Peaks = [] };
            ForecastPath coarse = CoarserPath.Of(path, 6);
            Assert.Equal(2, coarse.Steps.Count);
            foreach (ForecastStep joined in coarse.Steps)
            {
                Assert.True(joined.Quantiles.Q50 <= joined.Quantiles.Q90 && joined.Quantiles.Q90 <= joined.Quantiles.Q95 && joined.Quantiles.Q95 <= joined.Quantiles.Q99);
                Assert.True(joined.Quantiles.Q99 <= steps.Max(static one => one.Quantiles.Q99) * (1 + 1e-12));
            }
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Observe_AnySamplesAtAnyTimes_NeverThrowsAndLosesCountOfNone()
    {
        Gen<(int, int, double)[]> stream = Gen.Choose(-200_000, 2_000_000)
            .SelectMany(static second => Gen.Choose(-400, 400).SelectMany(skew =>
                Gen.Elements(0.0, 1, 1e300, -1, double.NaN).Select(value => (second, skew, value))))
            .ArrayOf();

        Prop.ForAll(stream.ToArbitrary(), static stream =>
        {
            FakeMethod method = new();
            DemandForecaster forecaster = Some.Forecaster(method);
            foreach ((int second, int skew, double value) in stream)
            {
                forecaster.Observe([Some.Sample(second + skew, value)], Some.At(second));
                forecaster.Publish(Some.At(second));
            }

            foreach (FakeForecaster made in method.Made)
            {
                Assert.Equal(made.Seen.Select(static seen => seen.BinStart).Distinct().Order(), made.Seen.Select(static seen => seen.BinStart));
                Assert.True(made.Seen.Count <= 2 * stream.Length);
            }

            long refused = forecaster.Latest?.Health.Refused.Span.ToArray().Sum(static count => count.Count) ?? 0;
            Assert.True(refused >= stream.Count(static item => item.Item3 is < 0 or double.NaN) && refused <= stream.Length);
        }).Check(Config.QuickThrowOnFailure);
    }
}
