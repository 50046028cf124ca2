using Optimizer.Forecasting.Ssa;

namespace Optimizer.Forecasting.Tests.Ssa;

public sealed class SsaFitTests
{
    [Fact]
    public void Of_WavesInNoise_ChoosesAtLeastTheirRank()
    {
        SsaFit fit = SsaFit.Of(SsaModelTests.Noisy(800), 96, 300, new SsaOptions(), null);

        // Level, slope and two waves are six; a smaller choice would lose a wave.
        Assert.InRange(fit.Rank, 6, 16);
    }

    [Fact]
    public void Of_NoiseOfAKnownSize_MeasuresIt()
    {
        SsaFit fit = SsaFit.Of(SsaModelTests.Noisy(2000), 96, 300, new SsaOptions { RankSelectionMethod = RankSelectionMethod.Fixed, Rank = 6 }, null);

        // Uniform within ±2: a deviation of 4 / √12 = 1.155, of which the signal has taken a little.
        Assert.InRange(fit.Noise, 1.05, 1.16);
        Assert.Equal(6, fit.Rank);
    }

    [Fact]
    public void Deviations_GrowWithTheLead_AsTheImpulseSaysTheyDo()
    {
        SsaModel model = SsaModel.Fit(SsaModelTests.Noisy(500), 96, 6, null);
        SsaFit fit = new(model, 6, 0, Noise: 3, Innovation: 2, Stretch: 1.5, []);
        double[] deviations = new double[3];

        fit.Deviations(deviations);

        double[] psi = model.Continuation(6)!.Impulse(3).ToArray();
        Assert.Equal(1, psi[0]);
        Assert.Equal(model.Continuation(6)!.Coefficients[^1], psi[1], 12);
        Assert.Equal(1.5 * Math.Sqrt(9 + 4), deviations[0], 9);
        Assert.Equal(1.5 * Math.Sqrt(9 + (4 * (1 + (psi[1] * psi[1])))), deviations[1], 9);
        Assert.Equal(1.5 * Math.Sqrt(9 + (4 * (1 + (psi[1] * psi[1]) + (psi[2] * psi[2])))), deviations[2], 9);
    }

    [Fact]
    public void Interval_TwoSidedNinety_EndsAtTheOneSidedNinetyFive()
    {
        (double lower, double upper) = SsaFit.Interval(10, 2, 0.9, twoSided: true);

        Assert.Equal(10 + (2 * 1.6448536269514722), upper, 9);
        Assert.Equal(20, lower + upper, 9);
        Assert.Equal((double.NegativeInfinity, upper), SsaFit.Interval(10, 2, 0.95, twoSided: false), (one, other) => one.Item1.Equals(other.Item1) && Math.Abs(one.Item2 - other.Item2) < 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(static () => SsaFit.Interval(10, 2, 1, true));
    }

    [Fact]
    public void LagCovariance_ByItsRecurrence_EqualsTheProductsOfWindows()
    {
        double[] series = SsaModelTests.Noisy(100);
        double[] covariance = LagCovariance.Of(series, 20);

        for (int i = 0; i < 20; i++)
        {
            for (int j = 0; j < 20; j++)
            {
                double expected = Enumerable.Range(0, 81).Average(k => series[k + i] * series[k + j]);
                Assert.Equal(expected, covariance[(i * 20) + j], 6);
            }
        }
    }

    [Fact]
    public void Reconstruction_OfTheFullRank_IsTheSeries()
    {
        double[] series = [.. SsaModelTests.Noisy(100).Select(static value => value / 200)];
        Subspace all = Subspace.Cold(LagCovariance.Of(series, 10), 10, 10);

        double[] signal = Reconstruction.Of(series, all, all.Rank);

        Assert.Equal(10, all.Rank);
        Assert.All(Enumerable.Range(0, 100), t => Assert.Equal(series[t], signal[t], 9));
    }

    [Fact]
    public void Errors_OfSettingsThatMakeNoSense_NameEachOfThem()
    {
        SsaOptions options = new()
        {
            WindowSize = 1, SeriesLength = 1, TrainSize = 1, Horizon = 0, ConfidenceLevel = 1, MaxRank = 0, RankSelectionMethod = RankSelectionMethod.Fixed,
            MaxGrowth = 0.5, DiscountFactor = 0.9, RefitEvery = 0,
        };

        string text = string.Join('\n', options.Errors());

        Assert.All(
            (string[])["WindowSize is 1", "SeriesLength is 1", "TrainSize is 1", "Horizon is 0", "ConfidenceLevel is 1", "MaxRank is 0", "Rank is not given", "MaxGrowth is 0.5", "DiscountFactor is 0.9", "RefitEvery is 0"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Empty(new SsaOptions().Errors());
        Assert.Throws<ArgumentException>(() => new SsaForecaster(new SeriesOptions { BinSeconds = 300 }, options));
    }
}
