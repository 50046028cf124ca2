using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Control.Demand.Intake;

namespace Optimizer.Control.Tests.Intake;

public sealed class CounterRateTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    [Fact]
    public void Observe_FirstReading_SaysNothing() => Assert.Null(Observe(new CounterRate(), 0, 100));

    [Fact]
    public void Observe_SecondReading_IsTheRatePerSecond()
    {
        CounterRate rate = new();
        Observe(rate, 0, 100);

        Assert.Equal(5, Observe(rate, 10, 150));
    }

    [Fact]
    public void Observe_CounterFell_CountsFromZero()
    {
        CounterRate rate = new();
        Observe(rate, 0, 1_000_000);

        Assert.Equal(3, Observe(rate, 10, 30));
    }

    [Fact]
    public void Observe_OneOfTwoProcessesRestarts_TheOtherKeepsItsOwnRate()
    {
        CounterRate rate = new();
        Observe(rate, 0, 1000, 5000);

        Assert.Equal((2 + 20) / 10.0, Observe(rate, 10, 1020, 2));
    }

    [Fact]
    public void Observe_NewLabelSet_AddsNothingUntilItsSecondReading()
    {
        CounterRate rate = new();
        Observe(rate, 0, 100);

        Assert.Equal(1, Observe(rate, 10, 110, 900_000));
        Assert.Equal(2, Observe(rate, 20, 120, 900_010));
    }

    [Theory]
    [InlineData(0, "clock stands still")]
    [InlineData(-3600, "clock steps back")]
    [InlineData(301, "pause")]
    [InlineData(86_400, "clock steps ahead")]
    public void Observe_TimeMakesNoSense_StartsAnew(int seconds, string why)
    {
        CounterRate rate = new();
        Observe(rate, 0, 100);

        Assert.True(Observe(rate, seconds, 200) is null, why);
        Assert.Equal(1, Observe(rate, seconds + 10, 210));
    }

    [Fact]
    public void Observe_ValuesThatAreNone_AreLeftOut()
    {
        CounterRate rate = new();
        Observe(rate, 0, 100, double.NaN, -5);

        Assert.Equal(1, Observe(rate, 10, 110, double.PositiveInfinity, 5));
        Assert.Null(Observe(rate, 20, double.NaN));
    }

    [Fact]
    public void Observe_AnyReadings_RateIsFiniteAndNotNegative()
    {
        Arbitrary<(int Seconds, double[] Values)[]> readings = ArbMap.Default.ArbFor<(int, double[])[]>();
        Prop.ForAll(readings, all =>
        {
            CounterRate rate = new();
            return all.All(reading => Observe(rate, reading.Seconds, reading.Values ?? []) is null or (>= 0 and < double.PositiveInfinity));
        }).Check(Config.QuickThrowOnFailure);
    }

    private static double? Observe(CounterRate rate, int seconds, params double[] values) =>
        rate.Observe(Start + Duration.FromSeconds(seconds), [.. values.Select((value, index) => KeyValuePair.Create($"series {index}", value))]);
}
