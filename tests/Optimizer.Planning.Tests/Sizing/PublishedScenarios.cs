using System.Globalization;
using Optimizer.Planning.Sizing;

namespace Optimizer.Planning.Tests.Sizing;

/// <summary>The public table of measured speeds and the six scenarios.</summary>
internal static class PublishedScenarios
{
    private static readonly string[] Profiles = ["", "1g.10gb", "2g.20gb", "3g.40gb", "4g.40gb", "", "", "7g.80gb"];

    internal static MeasuredSpeed[] Speeds { get; } =
    [
        .. Rows("profiles_parvagpu_a100_80gb_inference.csv").Select(static row => new MeasuredSpeed(row[0], Profiles[Whole(row[1])], Whole(row[2]), Whole(row[3]), Number(row[6]), Number(row[5]))),
    ];

    internal static IReadOnlyDictionary<string, ServiceTarget[]> Services { get; } = Rows("scenarios_parvagpu.csv")
        .GroupBy(static row => row[0], static row => new ServiceTarget(row[1], row[1], Number(row[2]), Number(row[3])))
        .ToDictionary(static group => group.Key, static group => group.ToArray());

    /// <summary>Scenario, most processes, fewest GPUs.</summary>
    internal static (string Scenario, int Processes, int Gpus)[] Optimum { get; } =
        [.. Rows("scenarios_parvagpu_optimum.csv").Select(static row => (row[0], Whole(row[2]), Whole(row[3])))];

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Traces", file)).Skip(1).Select(static line => line.Split(','));

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
