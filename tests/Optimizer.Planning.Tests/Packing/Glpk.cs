using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Optimizer.Planning.Tests.Packing;

/// <summary>An independent optimum: glpsol of the GNU Linear Programming Kit, given a problem as text.</summary>
internal static class Glpk
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/bin")
        .Select(static folder => Path.Combine(folder, "glpsol"))
        .FirstOrDefault(File.Exists);

    /// <summary>Why tests that need it do not run here; null when they do. They always run where GPU_OPTIMIZER_REQUIRE_TOOLS is 1, and fail without it.</summary>
    internal static string? ReasonToSkip { get; } = Program is null && Environment.GetEnvironmentVariable("GPU_OPTIMIZER_REQUIRE_TOOLS") != "1"
        ? "glpsol not found on the PATH; install the package glpk-utils to run this test"
        : null;

    /// <summary>Fewest GPUs such that the rows hold.</summary>
    /// <param name="cuts">How many of each profile one GPU gives, one array for each way to cut it.</param>
    /// <param name="demand">Instances needed by profile.</param>
    /// <param name="services">Services whose instances are free: need and rate by profile, 0 where it cannot run.</param>
    internal static int FewestGpus(int[][] cuts, int[] demand, params (decimal Need, decimal[] Rates)[] services)
    {
        StringBuilder text = new();
        text.Append("Minimize\n gpus: ").AppendJoin(" + ", cuts.Select((_, t) => $"x{t}")).Append("\nSubject To\n");
        for (int p = 0; p < demand.Length; p++)
        {
            string given = string.Join(" + ", cuts.Select((cut, t) => (cut, t)).Where(way => way.cut[p] > 0).Select(way => $"{way.cut[p]} x{way.t}"));
            string taken = string.Concat(services.Select((service, s) => service.Rates[p] > 0 ? $" - n{s}_{p}" : ""));
            text.Append(CultureInfo.InvariantCulture, $" profile{p}: {given}{taken} >= {demand[p]}\n");
        }

        for (int s = 0; s < services.Length; s++)
        {
            IEnumerable<string> parts = services[s].Rates.Select((rate, p) => (rate, p)).Where(static part => part.rate > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.rate} n{s}_{part.p}"));
            text.Append(CultureInfo.InvariantCulture, $" service{s}: {string.Join(" + ", parts)} >= {services[s].Need}\n");
        }

        text.Append("Generals\n ").AppendJoin("\n ", cuts.Select((_, t) => $"x{t}")).Append('\n');
        foreach ((int s, int p) in services.SelectMany((service, s) => service.Rates.Select((rate, p) => (rate, s, p)).Where(static part => part.rate > 0).Select(static part => (part.s, part.p))))
        {
            text.Append(CultureInfo.InvariantCulture, $" n{s}_{p}\n");
        }

        return Solve(text.Append("End\n").ToString());
    }

    private static int Solve(string problem)
    {
        Assert.True(Program is not null, "glpsol is required here (GPU_OPTIMIZER_REQUIRE_TOOLS is 1) and not installed; install the package glpk-utils.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gpu-optimizer-test-");
        try
        {
            string input = Path.Combine(folder.FullName, "problem.lp"), answer = Path.Combine(folder.FullName, "answer.txt");
            File.WriteAllText(input, problem);
            using Process process = Process.Start(new ProcessStartInfo(Program, ["--lp", input, "--cuts", "--tmlim", "20", "-o", answer]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            string report = File.Exists(answer) ? File.ReadAllText(answer) : said;
            Assert.True(process.ExitCode == 0 && report.Contains("Status:     INTEGER OPTIMAL", StringComparison.Ordinal), $"glpsol found no optimum:\n{said}");
            string objective = report.Split('\n').Single(static line => line.StartsWith("Objective:", StringComparison.Ordinal));
            return (int)Math.Round(double.Parse(objective.Split('=')[1].Split('(')[0], CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
