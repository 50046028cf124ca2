using NodaTime;
using Optimizer.Forecasting.Backtesting;
using Optimizer.Forecasting.Tests.Traces;

namespace Optimizer.Forecasting.Tests.Backtesting;

public sealed class BacktestTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 1, 1, 0, 0);

    [Fact]
    public void Run_OnePassOverTheSeries_EqualsAColdRunPerOrigin()
    {
        BacktestSeries series = TraceFolder.Read(TraceFolder.Default).First(static one => one.Name == "servegen_m_mid_c073_10m");

        foreach (ForecastMethod method in ForecastMethods.All)
        {
            BacktestResult result = Backtest.Run(series, method, new BacktestOptions { Origins = 3 }, progress: null, CancellationToken.None);

            foreach (BacktestOrigin origin in result.Origins)
            {
                IForecaster cold = method.Create(new SeriesOptions { BinSeconds = series.BinSeconds });
                for (int i = 0; i <= origin.Index; i++)
                {
                    cold.Observe(new Observation(series.Start + Duration.FromSeconds(i * 600L), double.IsNaN(series.Values[i]) ? null : series.Values[i]));
                }

                Assert.Equal(cold.Forecast(144), origin.Path);
            }
        }
    }

    [Fact]
    public void Run_OnTheSameSeriesTwice_GivesTheSameScores()
    {
        BacktestSeries series = Series([.. Enumerable.Range(0, 500).Select(static i => (double)(i % 7))], season: 7);

        BacktestResult first = Backtest.Run(series, ForecastMethods.All[0], new BacktestOptions(), null, CancellationToken.None);
        BacktestResult second = Backtest.Run(series, ForecastMethods.All[0], new BacktestOptions(), null, CancellationToken.None);

        Assert.Equal(first.Scores.AsEnumerable(), second.Scores);
    }

    [Fact]
    public void Run_OfThePerfectMethod_HasNoErrorAndCoversEverything()
    {
        BacktestSeries series = Series([.. Enumerable.Range(0, 500).Select(static i => (double)(i % 7))], season: 5);

        BacktestScore score = Backtest.Run(series, ForecastMethods.SeasonalNaive(7), new BacktestOptions(), null, CancellationToken.None).Scores[0];

        Assert.Equal(0, score.Mase!.Value, 12);
        Assert.Equal(0, score.Wql!.Value, 12);
        Assert.Equal(1, score.Coverage95);
        Assert.Equal(1, score.PathPeakCoverage95);
        Assert.Equal(0, score.Headroom95!.Value, 12);
    }

    [Fact]
    public void Run_WithAGapInTheActuals_ScoresAStraightLineThroughIt()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(static i => (double)i)];
        values[300] = values[301] = double.NaN;

        BacktestResult result = Backtest.Run(Series(values, season: 1), ForecastMethods.Find("naive")!, new BacktestOptions { Origins = 60 }, null, CancellationToken.None);

        Assert.All(result.Origins, static origin => Assert.Equal(origin.Index + 1, origin.Actuals[0], 9));
    }

    [Fact]
    public void Run_NearTheEnd_LeavesOutStepsThatNeverCame()
    {
        BacktestSeries series = Series([.. Enumerable.Range(0, 60).Select(static i => (double)i)], season: 1);

        BacktestResult result = Backtest.Run(series, ForecastMethods.Find("naive")!, new BacktestOptions { Origins = 4 }, null, CancellationToken.None);

        Assert.Single(result.Origins[^1].Actuals);
        Assert.All(result.Scores, static score => Assert.True(score.Scored > 0));
        Assert.Equal(0, result.Scores[^1].PeaksScored);
    }

    [Theory]
    [InlineData(10, "15m")]
    [InlineData(60, "15m 60m 360m")]
    [InlineData(300, "15m 60m 360m")]
    [InlineData(600, "60m 360m 1440m")]
    [InlineData(1800, "60m 360m 1440m")]
    [InlineData(3600, "60m 360m 1440m")]
    [InlineData(240, "60m 360m")] // 15 min is not a whole number of 4 min
    public void Horizons_ByBin_AreWholeNumbersOfBins(int binSeconds, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Backtest.Horizons(binSeconds).Select(static horizon => $"{horizon.TotalMinutes}m")));
    }

    [Fact]
    public void Run_WithNothingToJudge_SaysWhat()
    {
        Assert.Contains("2 bins", Refusal(Series([1, 2], 1), new BacktestOptions()), StringComparison.Ordinal);
        Assert.Contains("0 of them known", Refusal(Series([double.NaN, double.NaN, double.NaN], 1), new BacktestOptions()), StringComparison.Ordinal);
        Assert.Contains("infinite", Refusal(Series([1, double.PositiveInfinity, 1], 1), new BacktestOptions()), StringComparison.Ordinal);
        Assert.Contains("0 origins", Refusal(Series([1, 2, 3], 1), new BacktestOptions { Origins = 0 }), StringComparison.Ordinal);
        Assert.Contains("horizon", Refusal(Series([1, 2, 3], 1), new BacktestOptions { Horizons = [Duration.FromSeconds(7)] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhenCancelled_Ends()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Backtest.Run(Series([1, 2, 3], 1), ForecastMethods.All[0], new BacktestOptions(), null, cancelled.Token));
    }

    private static string Refusal(BacktestSeries series, BacktestOptions options) =>
        Assert.Throws<ArgumentException>(() => Backtest.Run(series, ForecastMethods.All[0], options, null, CancellationToken.None)).Message;

    private static BacktestSeries Series(double[] values, int season) => new("made", 300, season, Start, [.. values]);
}
