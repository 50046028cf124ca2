using Optimizer.Forecasting.Seasons;

namespace Optimizer.Forecasting.Tests.Seasons;

public sealed class SeasonDetectorTests
{
    private const int FiveMinutes = 300;

    [Theory]
    [InlineData(288, 300, 4)] // a day of 5 min
    [InlineData(144, 600, 7)]
    [InlineData(1440, 60, 4)]
    [InlineData(60, 60, 12)] // an hour
    [InlineData(100, 300, 10)] // of no calendar
    public void Detect_ANoisyWave_FindsItsPeriodFirst(int period, int binSeconds, int repeats)
    {
        double[] noise = Noise(period * repeats, seed: 1);
        double[] values = [.. noise.Select((value, i) => 100 + (20 * Math.Sin(2 * Math.PI * i / period)) + (10 * value))];

        Assert.Equal(period, SeasonDetector.Detect(values, binSeconds)[0], tolerance: 2);
    }

    [Fact]
    public void Detect_ASpikeOnceADay_FindsTheDay()
    {
        double[] values = [.. Noise(288 * 6, seed: 2).Select(static (value, i) => (i % 288 is >= 100 and < 124 ? 50 : 5) + Math.Abs(value))];

        Assert.Equal(288, SeasonDetector.Detect(values, FiveMinutes)[0]);
    }

    [Fact]
    public void Detect_ADayInAWeek_FindsBoth()
    {
        double[] noise = Noise(144 * 7 * 4, seed: 3);
        double[] values = [.. noise.Select(static (value, i) => ((i / 144 % 7) < 5 ? 1.0 : 0.3) * (50 + (40 * Math.Sin(2 * Math.PI * i / 144))) + value)];

        IReadOnlyList<int> found = SeasonDetector.Detect(values, 600);

        Assert.Contains(144, found);
        Assert.Contains(7 * 144, found);
    }

    [Fact]
    public void Detect_WithAThirdMissingAndATrend_StillFindsIt()
    {
        Random random = new(4);
        double[] values = [.. Noise(288 * 5, seed: 5).Select((value, i) => random.NextDouble() < 0.33 ? double.NaN : i + (100 * Math.Sin(2 * Math.PI * i / 288)) + (20 * value))];

        Assert.Equal(288, SeasonDetector.Detect(values, FiveMinutes)[0]);
    }

    [Fact]
    public void Detect_OneEnormousSpike_IsNotBlindedByIt()
    {
        double[] values = [.. Enumerable.Range(0, 288 * 5).Select(static i => i == 700 ? 1e9 : 50 + (20 * Math.Sin(2 * Math.PI * i / 288)))];

        Assert.Equal(288, SeasonDetector.Detect(values, FiveMinutes)[0]);
    }

    [Fact]
    public void Detect_OnlyTwoRepetitions_IsNotEnough()
    {
        Assert.DoesNotContain(288, SeasonDetector.Detect([.. Enumerable.Range(0, 2 * 288).Select(static i => Math.Sin(2 * Math.PI * i / 288))], FiveMinutes));
    }

    [Fact]
    public void Detect_WhiteNoise_FindsNothing()
    {
        Assert.All(Enumerable.Range(0, 40), static seed => Assert.Empty(SeasonDetector.Detect(Noise(2000, seed), FiveMinutes)));
    }

    [Fact]
    public void Detect_RandomWalks_SeldomFindsAnything()
    {
        // A walk wanders like a slow wave, so a few will look like one; what is found must stay the exception.
        int deceived = Enumerable.Range(0, 40).Count(static seed => SeasonDetector.Detect(Walk(2000, seed), FiveMinutes).Count > 0);

        Assert.InRange(deceived, 0, 8);
    }

    [Fact]
    public void Detect_NothingToRepeat_FindsNothing()
    {
        Assert.Empty(SeasonDetector.Detect([], FiveMinutes));
        Assert.Empty(SeasonDetector.Detect(new double[1000], FiveMinutes));
        Assert.Empty(SeasonDetector.Detect([.. Enumerable.Repeat(0.1, 1000)], FiveMinutes));
        Assert.Empty(SeasonDetector.Detect([.. Enumerable.Repeat(double.NaN, 1000)], FiveMinutes));
        Assert.Empty(SeasonDetector.Detect([.. Enumerable.Range(0, 1000).Select(static i => (double)i)], FiveMinutes));
        Assert.Empty(SeasonDetector.Detect([.. Enumerable.Range(0, 1000).Select(static i => i == 500 ? 1.0 : 0)], FiveMinutes));
    }

    private static double[] Noise(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
    }

    private static double[] Walk(int length, int seed)
    {
        double at = 0;
        return [.. Noise(length, seed).Select(step => at += step)];
    }
}
