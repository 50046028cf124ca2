using System.Collections.Immutable;
using Optimizer.Forecasting.Backtesting;
using Optimizer.Forecasting.Ensemble;
using Optimizer.Forecasting.Tests.Traces;
using Optimizer.Model.Demand;
using static Optimizer.Forecasting.Tests.Ensemble.GeneratedSeries;

namespace Optimizer.Forecasting.Tests.Ensemble;

/// <summary>How much gaps and changes of level cost, and how steady the answer is.</summary>
public sealed class RobustnessTests
{
    private static readonly ImmutableArray<BacktestSeries> All = TraceFolder.Read(TraceFolder.Default);

    public static TheoryData<string> Stationary() => ["nab_ec2_cpu_5m", "nab_tw_goog_5m", "servegen_m_large_total_10m"];

    [Theory]
    [InlineData("daily")]
    [InlineData("servegen_m_large_total_10m")]
    public void Forecast_WithThreeOfTenBinsMissing_IsAtMostATenthWorse(string name)
    {
        int bin = name == "daily" ? 300 : 600, sixHours = 21_600 / bin;
        double[] values = name == "daily" ? Daily(bin, 7, seed: 1) : [.. Trace(name).Values];
        Random random = new(7);
        EnsembleForecaster whole = Create(bin), holed = Create(bin);
        double error = 0, holedError = 0;
        for (int t = 0; t + sixHours < values.Length; t++)
        {
            whole.Feed([values[t]], t);
            holed.Feed([random.NextDouble() < 0.3 ? double.NaN : values[t]], t);
            if (t > values.Length * 0.6 && t % 29 == 0)
            {
                error += Error(whole, values.AsSpan(t + 1, sixHours));
                holedError += Error(holed, values.AsSpan(t + 1, sixHours));
            }
        }

        // The scale of the MASE is the same for both, so the ratio of the errors is that of the MASE.
        Assert.InRange(holedError / error, 0.5, 1.10);
        Assert.Equal(0.3, holed.Health.GapRatio, 0.08);
    }

    [Theory]
    [InlineData("daily", 3)]
    [InlineData("noise", 3)]
    [InlineData("daily", 10)]
    public void Forecast_ADayAfterAStep_CoversAsBefore_AndTheAlarmIsNotRepeated(string shape, double factor)
    {
        const int bin = 600, day = 144, at = 6 * day + 50;
        double[] values = shape == "daily" ? Daily(bin, 9, seed: 3) : Noise(9 * day, 20, 30, seed: 3);
        EnsembleForecaster forecaster = Create(bin);
        List<(int Due, double Bound)> open = [];
        int hits = 0, judged = 0;
        long before = 0;
        for (int t = 0; t < values.Length; t++)
        {
            double value = t < at ? values[t] : factor * values[t];
            before = t == at ? forecaster.Health.ChangeAlarms : before;
            forecaster.Feed([value], t);
            if (t < at)
            {
                continue;
            }

            judged += open.Count(one => one.Due == t && t >= at + day);
            hits += open.Count(one => one.Due == t && t >= at + day && value <= one.Bound);
            open.RemoveAll(one => one.Due <= t);
            ForecastPath path = forecaster.Forecast(36);
            open.AddRange(((int[])[1, 6, 36]).Select(lead => (t + lead, path.Steps[lead - 1].Quantiles.Q95)));
        }

        OddSeriesTests.AssertLawful(forecaster.Forecast(day), double.MaxValue);
        Assert.InRange((double)hits / judged, 0.90, 0.995);
        Assert.Equal(0, before);
        Assert.InRange(forecaster.Health.ChangeAlarms, 1, 3);
    }

    [Theory]
    [MemberData(nameof(Stationary))]
    public void Health_OnASeriesThatDoesNotChange_HasAboutOneAlarmAFortnightAtMost_AndThePeakBoundIsSteady(string name)
    {
        BacktestSeries trace = Trace(name);
        int bin = trace.BinSeconds, day = 86_400 / bin, last = 9 * day, measured = 8 * day;
        EnsembleForecaster forecaster = Create(bin);
        List<double> changes = [];
        double before = 0;
        for (int t = 0; t < last; t++)
        {
            long alarms = forecaster.Health.ChangeAlarms;
            forecaster.Feed([trace.Values[t]], t);
            if (t < measured)
            {
                continue;
            }

            double bound = forecaster.Forecast(1).Peaks.Single(static peak => peak.Window.TotalHours == 6).Quantiles.Q95;
            if (before > 0 && forecaster.Health.ChangeAlarms == alarms)
            {
                changes.Add(Math.Abs(bound - before) / before);
            }

            before = bound;
        }

        Assert.InRange(forecaster.Health.ChangeAlarms, 0, 1);
        Assert.InRange(changes.Average(), 0, 0.03);
    }

    private static BacktestSeries Trace(string name) => All.Single(series => series.Name == name);

    private static double Error(EnsembleForecaster forecaster, ReadOnlySpan<double> truth)
    {
        ForecastPath path = forecaster.Forecast(truth.Length);
        double sum = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            sum += double.IsNaN(truth[i]) ? 0 : Math.Abs(truth[i] - path.Steps[i].Mean);
        }

        return sum;
    }
}
