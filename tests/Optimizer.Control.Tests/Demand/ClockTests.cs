using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>A clock that jumps is not believed at once: bins of a wrong year would bar the right ones for ever.</summary>
public sealed class ClockTests
{
    private const double Year = 86400 * 365.0;

    private readonly FakeMethod _method = new();

    [Fact]
    public void Observe_ClockJumpsAheadAndBack_NothingOfItIsKept()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 130, static _ => 1);

        forecaster.Run(Year, Year + 300, static _ => 50);
        Assert.True(forecaster.Latest!.Health.ClockHeld);
        forecaster.Run(130, 290, static _ => 1);

        Assert.All(_method.Busy.Seen, static seen => Assert.Equal(1, seen.Value));
        Assert.Equal(30, forecaster.Latest!.Refused(SampleRefusal.ClockStep));
        Assert.False(forecaster.Latest.Health.ClockHeld);
        Assert.Contains(forecaster.TakeNotes(), static note => note.Kind == ForecastNoteKind.ClockHeld);
    }

    [Fact]
    public void Observe_ClockStaysAhead_IsBelievedAfterTenEvenMinutesAndTheYearIsAGap()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(0, 130, static _ => 1);

        forecaster.Run(Year, Year + 900, static _ => 2);

        Assert.Contains(_method.Busy.Seen, static seen => seen.Value == 2);
        Assert.InRange(_method.Busy.Seen.Count, 3, 20); // not half a million missing ones
        Assert.Contains(forecaster.TakeNotes(), static note => note.Kind == ForecastNoteKind.ClockBelieved);
    }

    [Fact]
    public void Observe_ClockWasWrongFromTheStart_SeriesStartAnewWhenItIsRight()
    {
        DemandForecaster forecaster = Some.Forecaster(_method);
        forecaster.Run(Year, Year + 130, static _ => 50);

        forecaster.Run(0, 1200, static _ => 1);

        Assert.All(_method.Made[^1].Seen, static seen => Assert.Equal(1, seen.Value));
        DemandForecast forecast = forecaster.Publish(Some.At(1200));
        Assert.Equal(1, forecast.Of(Some.Chat).Observed);
        Assert.Equal(1, forecast.Health.Restarts);
    }

    [Fact]
    public async Task SaveAsync_ClockNotBelieved_WritesNothing()
    {
        MemoryStore store = new();
        DemandForecaster forecaster = Some.Forecaster(_method, store);
        forecaster.Run(0, 130, static _ => 1);

        await forecaster.SaveAsync(Some.At(Year), CancellationToken.None);

        Assert.Equal(0, store.Saves);
    }

    [Fact]
    public void Believes_StepOfMinutes_IsTakenAsItIs()
    {
        ClockGuard guard = new();

        Assert.True(guard.Believes(Some.At(0)));
        Assert.True(guard.Believes(Some.At(1800)));
        Assert.True(guard.Believes(Some.At(60)));
        Assert.False(guard.Believes(Some.At(60 - 3601)));
    }

    [Fact]
    public void Resume_AfterAWeekend_IsNoStep()
    {
        ClockGuard guard = new();
        guard.Resume(Some.Start, Duration.FromDays(14));

        Assert.True(guard.Believes(Some.Start + Duration.FromDays(3)));
        Assert.False(guard.Believes(Some.Start + Duration.FromDays(6)));
    }
}
