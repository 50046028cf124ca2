using NodaTime;
using NodaTime.Text;
using Optimizer.Model.Demand;

namespace Optimizer.Host.Forecasting;

/// <summary>Writes a forecast as the two CSV files of the verb <c>forecast</c>.</summary>
internal static class ForecastCsv
{
    /// <summary>One row per step.</summary>
    /// <param name="path">The forecast.</param>
    /// <param name="last">Time of the last row read; step k is k bins after it.</param>
    /// <param name="writer">Takes the text.</param>
    public static void WriteSteps(ForecastPath path, Instant last, TextWriter writer)
    {
        writer.Write("timestamp,step,mean,q0.5,q0.9,q0.95,q0.99\n");
        for (int k = 1; k <= path.Steps.Count; k++)
        {
            ForecastStep step = path.Steps[k - 1];
            Instant time = last + (path.Bin * k);
            writer.Write($"{InstantPattern.ExtendedIso.Format(time)},{k},{CsvNumber.Text(step.Mean)},{Row(step.Quantiles)}\n");
        }
    }

    /// <summary>One row per window, its length in steps first.</summary>
    public static void WritePeaks(ForecastPath path, TextWriter writer)
    {
        writer.Write("steps,q0.5,q0.9,q0.95,q0.99\n");
        foreach (PeakForecast peak in path.Peaks)
        {
            long steps = peak.Window.BclCompatibleTicks / path.Bin.BclCompatibleTicks;
            writer.Write($"{steps},{Row(peak.Quantiles)}\n");
        }
    }

    private static string Row(Quantiles quantiles) =>
        $"{CsvNumber.Text(quantiles.Q50)},{CsvNumber.Text(quantiles.Q90)},{CsvNumber.Text(quantiles.Q95)},{CsvNumber.Text(quantiles.Q99)}";
}
