using NodaTime;
using Optimizer.Forecasting.Ensemble;
using Optimizer.Model.Demand;
using static Optimizer.Forecasting.Tests.Ensemble.GeneratedSeries;

namespace Optimizer.Forecasting.Tests.Ensemble;

/// <summary>Series that are too short, too plain or too broken to learn from: the answer stays lawful and sensible.</summary>
public sealed class OddSeriesTests
{
    private const int Bin = 300, Hour = 12, Day = 288;

    [Theory]
    [InlineData(0)]
    [InlineData(5.1)]
    [InlineData(80e9)]
    public void Forecast_OfAConstant_IsTheConstant_AndSoAreItsBounds(double value)
    {
        EnsembleForecaster forecaster = Create(Bin).Feed(Enumerable.Repeat(value, 2 * Day));

        ForecastPath path = forecaster.Forecast(Day);

        Assert.All(path.Steps, step => Assert.Equal(value, step.Quantiles.Q50, 0.001 * value));
        Assert.All(path.Steps, step => Assert.InRange(step.Quantiles.Q99, value * 0.999999, 1.02 * value));
        Assert.Equal(0, forecaster.Health.ChangeAlarms);
        // Every value was at its bound, which holds it.
        Assert.All(forecaster.Health.Leads.Where(static lead => lead.Matured > 0), static lead => Assert.True(lead.Coverage[2] > 0.95));
        AssertLawful(path, double.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Forecast_OfAFewPoints_IsNearThem(int count)
    {
        EnsembleForecaster forecaster = Create(Bin, cap: 100).Feed(Enumerable.Range(0, count).Select(static i => 20.0 + i));

        ForecastPath path = forecaster.Forecast(Day);

        AssertLawful(path, 100);
        Assert.All(path.Steps, static step => Assert.InRange(step.Quantiles.Q50, 15, 30));
        // Next to nothing is known: the bound is above all that was seen.
        Assert.All(path.Steps, static step => Assert.True(step.Quantiles.Q95 > 25));
        Assert.Equal(ForecastState.Cold, forecaster.Health.State);
    }

    [Fact]
    public void Forecast_AnHourAfterASpikeOfAHundredfold_IsBack_ButThePeakBoundRemembers()
    {
        double[] noise = Noise(3 * Day, 9, 11, seed: 1);
        EnsembleForecaster forecaster = Create(Bin).Feed(noise).Feed([1000], noise.Length).Feed(Noise(Hour, 9, 11, seed: 2), noise.Length + 1);

        ForecastPath path = forecaster.Forecast(Hour);

        Assert.All(path.Steps, static step => Assert.Equal(10, step.Quantiles.Q50, 2.0));
        Assert.All(path.Steps, static step => Assert.Equal(10, step.Mean, 2.0));
        Assert.Equal(0, forecaster.Health.ChangeAlarms);
        forecaster.Feed(Noise(Day, 9, 11, seed: 3), noise.Length + 1 + Hour);
        Quantiles day = forecaster.Forecast(1).Peaks.Single(static peak => peak.Window == Duration.FromHours(24)).Quantiles;
        Assert.True(day.Q99 > 100, $"{day}");
    }

    [Fact]
    public void Forecast_AfterAGapOfTwoHours_KeepsThePhase_AndDoubtsMore()
    {
        double[] values = Daily(Bin, 6, seed: 2);
        int cut = (5 * Day) + 100;
        EnsembleForecaster whole = Create(Bin).Feed(values[..cut]);
        EnsembleForecaster silent = Create(Bin).Feed(values[..(cut - 24)]).Feed(Enumerable.Repeat(double.NaN, 24), cut - 24);

        ForecastPath known = whole.Forecast(72), guessed = silent.Forecast(72);

        Assert.Equal(known.Origin, guessed.Origin);
        AssertLawful(guessed, double.MaxValue);
        double off = guessed.Steps.Select((step, i) => Math.Abs(step.Quantiles.Q50 - values[cut + i])).Average();
        Assert.True(off < 6, $"off by {off}, where the wave has a swing of 60");
        // What lies an hour ahead of a series unheard of for two is three hours from what is known.
        Assert.True(guessed.Steps[0].Quantiles.Q95 - guessed.Steps[0].Quantiles.Q50 > known.Steps[0].Quantiles.Q95 - known.Steps[0].Quantiles.Q50);
    }

    [Fact]
    public void Forecast_AfterAClockJump_IsLawful_AndRefusesWhatIsBehindIt()
    {
        EnsembleForecaster forecaster = Create(Bin, cap: 200).Feed(Daily(Bin, 2, seed: 3));

        forecaster.Observe(new Observation(At(Bin, 400 * Day), 42));
        forecaster.Observe(new Observation(At(Bin, (2 * Day) + 1), 42));

        AssertLawful(forecaster.Forecast(Day), 200);
        Assert.Equal(At(Bin, 400 * Day), forecaster.Forecast(1).Origin);
        Assert.Equal(1, forecaster.Health.Refused);
        Assert.Equal(42, forecaster.Forecast(1).Steps[0].Quantiles.Q50, 15.0);
    }

    [Fact]
    public void Observe_OfStampsOutOfOrderTwiceAndValuesThatAreNone_AnswersAsIfTheyHadNotCome()
    {
        double[] values = Daily(Bin, 2, seed: 4);
        EnsembleForecaster clean = Create(Bin).Feed(values), dirty = Create(Bin);
        Random random = new(4);
        int refused = 0;
        for (int t = 0; t < values.Length; t++)
        {
            dirty.Observe(new Observation(At(Bin, t), values[t]));
            if (random.NextDouble() < 0.2)
            {
                dirty.Observe(new Observation(At(Bin, t - random.Next(50)), random.NextDouble() < 0.5 ? double.NaN : 1e6));
                refused++;
            }
        }

        Assert.Equal(clean.Forecast(Day), dirty.Forecast(Day));
        Assert.Equal(refused, dirty.Health.Refused);
    }

    internal static void AssertLawful(ForecastPath path, double cap)
    {
        Assert.All(path.Steps, step => AssertLawful(step.Quantiles, cap));
        Assert.All(path.Peaks, peak => AssertLawful(peak.Quantiles, cap));
        Assert.All(path.Steps, step => Assert.InRange(step.Mean, 0, cap));
    }

    private static void AssertLawful(Quantiles quantiles, double cap)
    {
        double[] all = [0, quantiles.Q50, quantiles.Q90, quantiles.Q95, quantiles.Q99, cap];
        Assert.All(all, static value => Assert.True(double.IsFinite(value)));
        Assert.Equal(all.Order(), all);
    }
}
