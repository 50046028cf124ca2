using NodaTime;
using Optimizer.Forecasting.Backtesting;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Tests.Backtesting;

/// <summary>The scores against values worked out by hand.</summary>
public sealed class BacktestScoringTests
{
    private static readonly Duration Hour = Duration.FromHours(1);

    [Fact]
    public void Score_OfTwoSteps_IsWhatTheDefinitionsSay()
    {
        // Median 10 twice, actuals 8 and 14; Q90 12, Q95 13, Q99 15; mean 11.
        BacktestScore score = Score([8, 14], new ForecastStep(11, new Quantiles(10, 12, 13, 15)), new ErrorScale(2, 4));

        Assert.Equal((2 + 4) / 2.0 / 2, score.Mase);
        Assert.Equal(Math.Sqrt((9 + 9) / 2.0 / 4), score.Rmsse);
        Assert.Equal(100 * ((2 / 18.0) + (4 / 24.0)), score.Smape!.Value, 12);
        Assert.Equal(((0.5 * 2) + (0.5 * 4)) / 2, score.Pinball50);
        Assert.Equal(((0.1 * 4) + (0.9 * 2)) / 2, score.Pinball90!.Value, 12);
        Assert.Equal(((0.05 * 5) + (0.95 * 1)) / 2, score.Pinball95!.Value, 12);
        Assert.Equal(((0.01 * 7) + (0.01 * 1)) / 2, score.Pinball99!.Value, 12);
        double mean = (score.Pinball50!.Value + score.Pinball90.Value + score.Pinball95.Value + score.Pinball99.Value) / 4;
        Assert.Equal(2 * mean / 11, score.Wql!.Value, 12);
        Assert.Equal(score.Wql.Value * 11 / 2, score.WqlScaled!.Value, 12);
        Assert.Equal([0.5, 0.5, 1.0], [score.Coverage90!.Value, score.Coverage95!.Value, score.Coverage99!.Value]);
        Assert.Equal((5 - 1) / 2.0 / 11, score.Headroom95!.Value, 12);
    }

    [Fact]
    public void Score_OfPeaks_UsesThePeakForecastOfTheHorizonOnly()
    {
        BacktestScore score = Score([8, 14], new ForecastStep(11, new Quantiles(10, 12, 13, 15)), new ErrorScale(2, 4));

        // The path's highest Q95 is 13, below the peak of 14; the forecast of the peak is 16.
        Assert.Equal(0, score.PathPeakCoverage95);
        Assert.Equal(1, score.PeakCoverage95);
        Assert.Equal(0.05 * 2 / 14, score.PeakPinball95!.Value, 12);
        Assert.Equal(2 / 14.0, score.PeakHeadroom95!.Value, 12);
    }

    [Fact]
    public void Score_WithoutAScaleOrSize_IsAbsent_NotZero()
    {
        BacktestScore score = Score([0, 0], new ForecastStep(0, default), new ErrorScale(null, null));

        Assert.Null(score.Mase);
        Assert.Null(score.Rmsse);
        Assert.Null(score.Wql);
        Assert.Null(score.Headroom95);
        Assert.Equal(0, score.Smape);
        Assert.Equal(1, score.Coverage95);
    }

    [Fact]
    public void ErrorScale_OfAHistoryNotLongerThanTheSeason_TakesNeighbours()
    {
        Assert.Equal(new ErrorScale(2, 4), ErrorScale.Of([1, 3, 1, 3], season: 4));
        Assert.Equal(new ErrorScale(null, 4), ErrorScale.Of([1, 3, 1, 3], season: 2));
    }

    private static BacktestScore Score(double[] actuals, ForecastStep step, ErrorScale scale)
    {
        ForecastPath path = new()
        {
            Origin = Instant.FromUtc(2024, 1, 1, 0, 0),
            Bin = Duration.FromMinutes(30),
            Steps = [step, step],
            Peaks = [new PeakForecast(Hour, new Quantiles(13, 14, 16, 17)), new PeakForecast(6 * Hour, new Quantiles(1, 1, 1, 1))],
        };
        BacktestSeries series = new("made", 1800, 1, path.Origin, [0, .. actuals]);
        return BacktestScoring.Score(series, "made", Hour, [new BacktestOrigin(0, path, [.. actuals], null)], scale);
    }
}
