using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Optimizer.Forecasting;
using Optimizer.Host.Cli;
using Optimizer.Model.Demand;

namespace Optimizer.Host.Forecasting;

/// <summary>The verb <c>forecast</c>: the future of one series in a file, from nothing but that file.</summary>
internal static class ForecastVerb
{
    /// <summary>
    /// Bins shown to the forecaster, the last of the file: 8.4 days of minutes, six weeks of 5 min, twelve of 10. A week and the same day again are in it at any
    /// bin of a minute or more. Doubled, a long file takes twice as long and no method here remembers further back.
    /// </summary>
    public const int MostBins = 12_096;

    /// <summary>Reads, forecasts, writes.</summary>
    public static Task<int> RunAsync(ForecastRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Run(request, TimeProvider.System, cancellationToken));

    private static int Run(ForecastRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        string peakPath = request.OutputPath + ".peak.csv";
        if (OutputFile.Explain([request.OutputPath, peakPath], [request.Input]) is { Count: > 0 } unwritable)
        {
            return Refuse(request, unwritable[0]);
        }

        SeriesReading reading = SeriesCsv.Read(request.Input, request.BinSeconds, MostBins, cancellationToken);
        if (reading is not SeriesReading.Read { File: SeriesFile file })
        {
            return Refuse(request, ((SeriesReading.Refused)reading).Message);
        }

        if (file.LeftOut > 0)
        {
            request.Error.WriteLine(
                $"gpu-optimizer forecast: note: {file.Path}: {file.LeftOut} rows left out that are not after the row before, the first in line {file.FirstLeftOutLine}");
        }

        if (file.LineAfterGap > 0)
        {
            request.Error.WriteLine(
                $"gpu-optimizer forecast: note: {file.Path}: the time before line {file.LineAfterGap} is longer than what is used of a history; the rows before it are left out");
        }

        long began = time.GetTimestamp();
        IForecaster forecaster = request.Method.Create(new SeriesOptions { BinSeconds = file.BinSeconds, Cap = request.Cap });
        foreach (SeriesRow row in file.Kept)
        {
            cancellationToken.ThrowIfCancellationRequested();
            forecaster.Observe(new(row.Time, row.Value));
        }

        ForecastPath path = ForecastDigits.Of(forecaster.Forecast(request.Steps), request.Cap);
        double milliseconds = time.GetElapsedTime(began).TotalMilliseconds;

        // The peaks first: whoever waits for the file that was asked for finds both.
        string? problem = OutputFile.WriteAll(
            (peakPath, writer => ForecastCsv.WritePeaks(path, writer)),
            (request.OutputPath, writer => ForecastCsv.WriteSteps(path, file.Last, writer)));
        if (problem is not null)
        {
            return Refuse(request, problem);
        }

        if (request.Json)
        {
            request.Output.Write(ForecastJson.Text(file, request.Method, forecaster.Health, path, milliseconds));
            return ExitCode.Ok;
        }

        Instant until = file.Last + (path.Bin * path.Steps.Count);
        request.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{request.OutputPath}: {path.Steps.Count} steps of {file.BinSeconds} s until {InstantPattern.ExtendedIso.Format(until)} by {request.Method.Name} from {file.Kept.Count} of {file.Rows} rows"));
        request.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"forecast_ms={milliseconds:0.00}"));
        return ExitCode.Ok;
    }

    private static int Refuse(ForecastRequest request, string message)
    {
        request.Error.WriteLine($"gpu-optimizer forecast: {message}");
        return ExitCode.Refused;
    }
}
