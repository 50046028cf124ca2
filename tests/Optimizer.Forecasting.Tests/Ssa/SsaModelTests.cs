using Optimizer.Forecasting.Ssa;

namespace Optimizer.Forecasting.Tests.Ssa;

/// <summary>What the mathematics promises: a series of few exponentials, polynomials and waves is continued exactly.</summary>
public sealed class SsaModelTests
{
    [Theory]
    [InlineData("a constant", 1)]
    [InlineData("a line", 2)]
    [InlineData("an exponential", 1)]
    [InlineData("a wave", 2)]
    [InlineData("a wave on a level", 3)]
    [InlineData("two waves on a line", 6)]
    [InlineData("a dying wave", 2)]
    public void Forecast_OfASeriesOfFiniteRank_IsExact(string shape, int rank)
    {
        double[] truth = Shape(shape, 460);
        SsaModel model = SsaModel.Fit(truth.AsSpan(0, 400), window: 96, maxRank: 12, warm: null);
        double[] forecast = new double[60];

        int used = model.Forecast(truth.AsSpan(0, 400), rank, forecast);

        Assert.Equal(rank, used);
        double size = truth.Max(Math.Abs);
        Assert.All(Enumerable.Range(0, 60), h => Assert.Equal(truth[400 + h] / size, forecast[h] / size, 5));
    }

    [Theory]
    [InlineData("a constant", 1)]
    [InlineData("a line", 2)]
    [InlineData("a wave on a level", 3)]
    [InlineData("two waves on a line", 6)]
    public void Rank_OfASeriesWithoutNoise_IsItsNumberOfComponents(string shape, int rank)
    {
        Assert.Equal(rank, SsaModel.Fit(Shape(shape, 400), 96, 12, null).Rank);
    }

    [Fact]
    public void Forecast_WithGaps_KeepsThePhase()
    {
        double[] truth = Shape("a wave on a level", 460);
        double[] seen = [.. truth.Take(400)];
        Random random = new(7);
        for (int t = 0; t < 400; t++)
        {
            seen[t] = random.NextDouble() < 0.3 || t is >= 200 and < 224 ? double.NaN : seen[t];
        }

        double[] forecast = new double[60];
        SsaModel.Fit(seen, 96, 3, null).Forecast(seen, 3, forecast);

        // Left out instead of kept in place, 30 % missing would turn the wave against itself: an error of its whole height, 40.
        Assert.All(Enumerable.Range(0, 60), h => Assert.InRange(forecast[h] - truth[400 + h], -0.5, 0.5));
    }

    [Fact]
    public void Forecast_FromAWindowThatEndsInAGap_GoesOnFromTheClock()
    {
        double[] truth = Shape("a wave on a level", 460);
        SsaModel model = SsaModel.Fit(truth.AsSpan(0, 400), 96, 3, null);
        double[] recent = [.. truth.Skip(304).Take(96)];
        Array.Fill(recent, double.NaN, 80, 16);
        double[] forecast = new double[60];

        model.Forecast(recent, 3, forecast);

        Assert.All(Enumerable.Range(0, 60), h => Assert.Equal(truth[400 + h], forecast[h], 3));
    }

    [Fact]
    public void Forecast_OfAnExplosion_StaysWithinTheSpanSeen()
    {
        // Growth of 8 % a bin would be a hundredfold after 60.
        double[] values = [.. Enumerable.Range(0, 200).Select(static t => Math.Pow(1.08, t))];
        SsaModel model = SsaModel.Fit(values, 48, 8, null);
        double[] guarded = new double[60], free = new double[60];

        int used = model.Forecast(values, 8, guarded);
        model.Forecast(values, 8, free, maxGrowth: double.PositiveInfinity);

        Assert.True(guarded.Max() <= 2 * values[^1]);
        Assert.True(free.Max() > 50 * values[^1], "without the guard it explodes, or the test tests nothing");
        Assert.Equal(0, used);
    }

    [Fact]
    public void Forecast_OfASeriesWhoseLastPointIsAlone_DoesNotDivideByZero()
    {
        // The only thing in it is a spike at the very end: the last unit vector, of which nothing follows.
        double[] values = new double[100];
        values[^1] = 1;
        SsaModel model = SsaModel.Fit(values, 20, 10, null);
        double[] forecast = new double[30];

        model.Forecast(values, 10, forecast);

        Assert.All(forecast, static value => Assert.InRange(value, -1, 2));
    }

    [Fact]
    public void Of_AVerticalSubspace_HasNoRecurrence()
    {
        double[] last = [0, 0, 0, 1];

        Assert.Null(Recurrence.Of(new Subspace(4, last, [1]), 1));
    }

    [Fact]
    public void Fit_WarmFromAnHourAgo_EqualsACold()
    {
        double[] values = Noisy(600);
        SsaModel before = SsaModel.Fit(values.AsSpan(0, 500), 96, 16, null);
        SsaModel warm = SsaModel.Fit(values.AsSpan(12, 500), 96, 16, before), cold = SsaModel.Fit(values.AsSpan(12, 500), 96, 16, null);
        double[] one = new double[48], other = new double[48];

        warm.Forecast(values.AsSpan(0, 512), 5, one);
        cold.Forecast(values.AsSpan(0, 512), 5, other);

        Assert.All(Enumerable.Range(0, 48), h => Assert.Equal(other[h], one[h], 0.05));
    }

    [Fact]
    public void Fit_WarmFromAConstant_FindsTheWaveThatBegan()
    {
        SsaModel constant = SsaModel.Fit(Shape("a constant", 400), 96, 8, null);
        double[] truth = Shape("a wave on a level", 460);

        SsaModel model = SsaModel.Fit(truth.AsSpan(0, 400), 96, 8, constant);
        double[] forecast = new double[60];
        model.Forecast(truth.AsSpan(0, 400), 3, forecast);

        Assert.All(Enumerable.Range(0, 60), h => Assert.Equal(truth[400 + h], forecast[h], 3));
    }

    [Fact]
    public void Load_OfWhatWasSaved_ForecastsBitEqual()
    {
        double[] values = Noisy(500);
        SsaModel model = SsaModel.Fit(values, 96, 16, null);
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        model.Save(writer);
        writer.Flush();
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        double[] one = new double[48], other = new double[48];

        model.Forecast(values, 9, one, persistence: 0.9);
        SsaModel.Load(reader).Forecast(values, 9, other, persistence: 0.9);

        Assert.Equal(one, other);
    }

    [Fact]
    public void Fit_OfTooLittle_SaysWhatIsNeeded()
    {
        Assert.Contains("at least 40", Assert.Throws<ArgumentException>(static () => SsaModel.Fit(new double[39], 20, 5, null)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => SsaModel.Fit([.. Enumerable.Repeat(double.NaN, 100)], 20, 5, null));
        Assert.Throws<ArgumentException>(static () => SsaModel.Fit([.. Enumerable.Repeat(double.PositiveInfinity, 100)], 20, 5, null));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SsaModel.Fit(new double[100], 20, 20, null));
    }

    internal static double[] Noisy(int length)
    {
        Random random = new(11);
        return [.. Shape("two waves on a line", length).Select(value => value + (4 * (random.NextDouble() - 0.5)))];
    }

    internal static double[] Shape(string shape, int length) => [.. Enumerable.Range(0, length).Select(t => shape switch
    {
        "a constant" => 7,
        "a line" => 5 + (0.25 * t),
        "an exponential" => 3 * Math.Pow(1.002, t),
        "a wave" => 10 * Math.Sin(2 * Math.PI * t / 48),
        "a wave on a level" => 50 + (20 * Math.Sin(2 * Math.PI * t / 48)),
        "two waves on a line" => 100 + (0.1 * t) + (20 * Math.Sin(2 * Math.PI * t / 60)) + (12 * Math.Cos(2 * Math.PI * t / 17.5)),
        "a dying wave" => 50 * Math.Pow(0.995, t) * Math.Cos(2 * Math.PI * t / 30),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "unknown"),
    })];
}
