using Optimizer.Forecasting.Ensemble;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class LevelsTests
{
    [Fact]
    public void Add_OfTheFirstValue_IsEveryLevel()
    {
        Levels levels = Fed([7]);

        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(7, levels[i]));
        Assert.Equal(7, levels.Mean);
        Assert.Equal(7, levels.Highest);
    }

    [Fact]
    public void Add_OfOneSpike_EntersClipped_ButIsRemembered()
    {
        Levels levels = Fed(GeneratedSeries.Noise(200, 9, 11, seed: 1));
        double before = levels[1];

        levels.Add(1000, double.NaN);

        // A quarter of eight deviations, not of a thousand.
        Assert.InRange(levels[1], before, before + 5);
        Assert.Equal(1000, levels.Highest);
    }

    [Fact]
    public void Add_OfASpikeThatStays_IsBelievedAfterThree()
    {
        Levels levels = Fed(GeneratedSeries.Noise(200, 9, 11, seed: 1));
        for (int i = 0; i < 3; i++)
        {
            levels.Add(100, double.NaN);
        }

        double doubted = levels[0];
        levels.Add(100, double.NaN);

        Assert.True(doubted < 40, $"{doubted}");
        Assert.True(levels[0] > 60, $"{levels[0]}");
    }

    [Fact]
    public void Add_WithALastingDistanceFromTheProfile_LearnsIt()
    {
        Levels levels = new(288);
        for (int i = 0; i < 100; i++)
        {
            levels.Add(30, profile: 20);
        }

        Assert.Equal(10, levels.FastOffset, 3);
        Assert.Equal(10, levels.SlowOffset, 2);
    }

    [Fact]
    public void Restart_ForgetsTheLevel_NotWhatIsUsual()
    {
        Levels levels = Fed(GeneratedSeries.Noise(500, 40, 60, seed: 2));

        levels.Restart(5);

        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(5, levels[i]));
        Assert.Equal(50, levels.Mean, 3.0);
        Assert.True(levels.Highest > 55);
        Assert.True(levels.Deviation > 1);
    }

    [Fact]
    public void Highest_WithoutAnotherAsHigh_HalvesInAWeek()
    {
        Levels levels = Fed([80, .. Enumerable.Repeat(0.0, 7 * 288)]);

        Assert.Equal(40, levels.Highest, 0.5);
    }

    private static Levels Fed(IEnumerable<double> values)
    {
        Levels levels = new(day: 288);
        foreach (double value in values)
        {
            levels.Add(value, double.NaN);
        }

        return levels;
    }
}
