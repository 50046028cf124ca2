using System.Globalization;
using Optimizer.Host.Yaml;
using Optimizer.Planning.Sizing;

namespace Optimizer.Host.Planning;

/// <summary>Reads what <c>size</c> sizes by.</summary>
internal static class SizeFiles
{
    private static readonly string[] SpeedColumns = ["model", "mig_g", "batch", "mps_procs", "throughput_total_s", "latency_s"];
    private static readonly string[] ServiceColumns = ["scenario", "model", "request_rate_per_s", "slo_latency_ms"];

    /// <summary>Reads measured speeds.</summary>
    /// <returns>The measurements in the file's order, and everything that is wrong; use them only when nothing is.</returns>
    public static (IReadOnlyList<MeasuredSpeed> Speeds, IReadOnlyList<string> Problems) Speeds(string path, ProfileNames names, string gpu, CancellationToken cancellationToken)
    {
        (IReadOnlyList<CsvRow> rows, string? problem) = CsvTable.Read(path, SpeedColumns, cancellationToken);
        if (problem is not null)
        {
            return ([], [problem]);
        }

        List<MeasuredSpeed> speeds = [];
        List<string> problems = [];
        foreach (CsvRow row in rows)
        {
            string width = row.Fields[1];
            string? profile = names.Find(width) ?? names.Find(width + "g");
            if (profile is null)
            {
                problems.Add($"{row.Place}: {gpu} has no profile {YamlScalar.Show(width)} (mig_g), expected compute slices or one of {names.Legal}; leave the row out or name the GPU model it was measured on");
            }

            speeds.Add(new MeasuredSpeed(
                row.Name(0, "model", problems),
                profile ?? width,
                row.Whole(2, "batch", problems),
                row.Whole(3, "mps_procs", problems),
                row.Number(4, "throughput_total_s", problems),
                row.Number(5, "latency_s", problems)));
        }

        return (speeds, problems);
    }

    /// <summary>Reads services.</summary>
    /// <returns>The scenarios in the file's order of first rows, and everything that is wrong; use them only when nothing is.</returns>
    public static (IReadOnlyList<SizeScenario> Scenarios, IReadOnlyList<string> Problems) Services(string path, CancellationToken cancellationToken)
    {
        (IReadOnlyList<CsvRow> rows, string? problem) = CsvTable.Read(path, ServiceColumns, cancellationToken);
        if (problem is not null)
        {
            return ([], [problem]);
        }

        List<string> problems = [];
        List<(string Scenario, ServiceTarget Service)> services = [];
        foreach (CsvRow row in rows)
        {
            string model = row.Name(1, "model", problems);
            services.Add((row.Name(0, "scenario", problems), new ServiceTarget(model, model, row.Number(2, "request_rate_per_s", problems), row.Number(3, "slo_latency_ms", problems))));
        }

        return ([.. services.GroupBy(static row => row.Scenario, StringComparer.Ordinal).Select(static group => new SizeScenario(group.Key, [.. group.Select(static row => row.Service)]))], problems);
    }

    /// <summary>A refusal as a line.</summary>
    public static string Line(string scenario, SizeRefusal refusal) =>
        refusal.Service is string service ? string.Create(CultureInfo.InvariantCulture, $"{scenario}: {service}: {refusal.Sentence}") : refusal.Sentence;
}
