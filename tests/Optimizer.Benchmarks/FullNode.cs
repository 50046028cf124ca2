using System.Globalization;
using System.Text;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Benchmarks;

/// <summary>The largest node the budgets speak of: eight H100, each cut into seven slices, a workload on every slice.</summary>
internal static class FullNode
{
    /// <summary>The scenario's text.</summary>
    public static string Yaml { get; } = Write();

    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = Scenario.Parse("full-node", Yaml);

    private static string Write()
    {
        StringBuilder yaml = new("""
            name: full-node
            title: Eight H100, 56 slices, 56 workloads
            driver: 580.95.05
            cuda: 13.0
            board: h100-80gb-sxm
            gpus:

            """);
        for (int gpu = 0; gpu < 8; gpu++)
        {
            string slices = string.Join(", ", Enumerable.Range(0, 7).Select(static start => $"1g.10gb@{start}"));
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{ instances: [{slices}], numa: {gpu / 4} }}\n");
        }

        yaml.Append("workloads:\n");
        for (int slice = 0; slice < 56; slice++)
        {
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"  - {{ name: service-{slice:00}, kind: systemd, owner: team-{slice % 5}, gpu: {slice / 7}, at: 1g.10gb@{slice % 7}, shape: vision, memory: 4GiB, demand: {{ trace: vision, column: bert, scale: 0.2, offset: {slice % 24}h }}, capacity: 151 }}\n");
        }

        return yaml.ToString();
    }
}
