using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Optimizer.Benchmarks.Processes;

/// <summary>The verb <c>replay</c> over a folder with services.csv, capacity.csv and demand.csv. Budget: nine days of eleven services in 60 s on two quiet cores.</summary>
internal static class ReplaySpeed
{
    private static readonly string[] Figures =
        ["gpu_hours", "peak_gpus", "violation_percent", "moves", "layout_changes", "flaps"];

    /// <summary>Replays once, prints time, ticks and planning, then what came of it.</summary>
    /// <param name="folder">Folder with the three files.</param>
    /// <param name="gpu">Key of the GPU model.</param>
    /// <param name="gpus">GPUs of the node.</param>
    public static async Task<int> RunAsync(string? folder, string gpu, int gpus)
    {
        if (folder is null || !File.Exists(Path.Combine(folder, "demand.csv")))
        {
            await Console.Error.WriteLineAsync("replay needs a folder with services.csv, capacity.csv and demand.csv");
            return 2;
        }

        DirectoryInfo written = Directory.CreateTempSubdirectory("replay-speed-");
        try
        {
            ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
            string[] arguments =
            [
                Path.Combine(AppContext.BaseDirectory, "gpu-optimizer.dll"), "replay", "--services", Path.Combine(folder, "services.csv"), "--capacity", Path.Combine(folder, "capacity.csv"),
                "--demand", Path.Combine(folder, "demand.csv"), "--gpu", gpu, "--gpus", gpus.ToString(CultureInfo.InvariantCulture), "--out", written.FullName, "--json",
            ];
            Array.ForEach(arguments, start.ArgumentList.Add);
            long began = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("The replay did not start.");
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (process.ExitCode != 0)
            {
                return process.ExitCode;
            }

            using JsonDocument json = JsonDocument.Parse(output);
            Print(json.RootElement, seconds);
            return 0;
        }
        finally
        {
            written.Delete(recursive: true);
        }
    }

    private static void Print(JsonElement summary, double seconds)
    {
        double ticks = summary.GetProperty("ticks").GetDouble();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wall time      {seconds:0.0} s, {ticks:0} ticks, {ticks / seconds:0} ticks/s"));
        Console.WriteLine($"planning       p50 {Text(summary, "planner_ms_p50")} ms, p99 {Text(summary, "planner_ms_p99")} ms");
        foreach (string name in Figures)
        {
            Console.WriteLine($"{name,-20} {Text(summary, name)}");
        }
    }

    private static string Text(JsonElement summary, string name) => summary.TryGetProperty(name, out JsonElement value) ? value.ToString() : "none";
}
