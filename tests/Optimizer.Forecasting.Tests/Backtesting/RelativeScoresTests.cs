using NodaTime;
using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Forecasting.Tests.Backtesting;

public sealed class RelativeScoresTests
{
    [Fact]
    public void Of_TwoCells_IsTheGeometricMeanOfRatios()
    {
        RelativeScores relative = RelativeScores.Of([Cell("a", 1, 0.95), Cell("b", 8, 0.85)], [Cell("a", 2, 0.9), Cell("b", 4, 0.9)]);

        Assert.Equal(1, relative.Mase!.Value, 12);
        Assert.Equal(2, relative.Cells);
        Assert.Equal(0.9, relative.Coverage95!.Value, 12);
        Assert.Equal([0.5, 0.5, 0.5], [relative.Within!.Value, relative.Under88!.Value, relative.Under90!.Value]);
    }

    [Fact]
    public void Of_CellsOnlyOneHas_LeavesThemOut()
    {
        RelativeScores relative = RelativeScores.Of([Cell("a", 1, 0.95), Cell("b", 100, 0.95)], [Cell("a", 2, 0.9)]);

        Assert.Equal(0.5, relative.Mase!.Value, 12);
        Assert.Equal(1, relative.Cells);
    }

    [Fact]
    public void Of_NoCommonCell_IsAbsent()
    {
        RelativeScores relative = RelativeScores.Of([Cell("a", 1, 0.95)], []);

        Assert.Null(relative.Mase);
        Assert.Null(relative.Coverage95);
    }

    [Fact]
    public void WinRate_CountsSeries_AndTiesHalf()
    {
        BacktestScore[] own = [Cell("a", 1, 1), Cell("b", 2, 1), Cell("c", 3, 1), Cell("d", 3, 1)];
        BacktestScore[] other = [Cell("a", 2, 1), Cell("b", 2, 1), Cell("c", 2, 1)];

        Assert.Equal(0.5, RelativeScores.WinRate(own, other, static score => score.Mase));
        Assert.Null(RelativeScores.WinRate(own, [], static score => score.Mase));
    }

    [Fact]
    public void RatioToBest_TakesTheBestOfEachCell()
    {
        double? ratio = RelativeScores.RatioToBest([Cell("a", 2, 1), Cell("b", 2, 1)], [[Cell("a", 1, 1), Cell("b", 9, 1)], [Cell("a", 9, 1), Cell("b", 4, 1)]], static score => score.Mase);

        Assert.Equal(1, ratio!.Value, 12);
    }

    private static BacktestScore Cell(string series, double mase, double coverage) =>
        new() { Series = series, Method = "m", Horizon = Duration.FromHours(1), Scored = 1, Mase = mase, Coverage95 = coverage };
}
