using Optimizer.Control.Demand;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>One forecaster's fault is its own series' loss, and not for good.</summary>
public sealed class FaultTests
{
    private static readonly SeriesKey Good = Some.Workload("good");

    private readonly FakeMethod _method = new() { FailsOn = static seen => seen.Value >= 100 };

    [Fact]
    public void Publish_OneForecasterFails_TheOthersGoOnAndItIsSaid()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 60, static _ => 1, Good);

        forecaster.Run(0, 60, static _ => 100);
        DemandForecast forecast = forecaster.Publish(Some.At(100));

        Assert.Equal(1, forecast.Of(Good).Observed);
        Assert.Null(forecast.Of(Some.Chat).Path);
        Assert.Equal(1, forecast.Health.Restarts);
        ForecastNote note = Assert.Single(forecaster.TakeNotes());
        Assert.Contains("chat", note.Subject);
        Assert.Contains("told to fail", note.Detail);
        Assert.Empty(forecaster.TakeNotes());
    }

    [Fact]
    public void Publish_TheCauseIsGone_TheSeriesStartsAnewByItself()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 60, static _ => 100);

        forecaster.Run(60, 400, static _ => 3);

        Assert.Equal(3, forecaster.Latest!.Of(Some.Chat).Observed);
        Assert.NotNull(forecaster.Latest!.Of(Some.Chat).Path);
    }

    [Fact]
    public void Publish_ItFailsOnEveryBin_ItIsAskedLessAndLess()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);

        forecaster.Run(0, 6 * 3600, static _ => 100);

        // 1 + 2 + 4 ... + 64 bins, then each 64: a handful in 360.
        Assert.InRange(forecaster.Latest!.Health.Restarts, 5, 15);
    }
}
