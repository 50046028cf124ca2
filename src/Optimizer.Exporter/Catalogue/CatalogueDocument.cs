using System.Text;
using Optimizer.Exporter.Families;

namespace Optimizer.Exporter.Catalogue;

/// <summary>The catalogue as a Markdown document for operators; METRICS.md is this, and a test keeps it so.</summary>
public static class CatalogueDocument
{
    private const string Introduction =
        """
        # Metrics

        Everything `/metrics` can show, generated from the catalogue in code. Names omit the prefix `gpu_optimizer_`.

        - Units are base units; a ratio is 0 to 1, a bool is 0 or 1, a timestamp is unix seconds.
        - Absent means unknown or not supported. Zero means zero.
        - Device families carry `gpu_uuid` alone: join `device_info` for names, `mig_info` for MIG UUIDs, `workload_binding` for workloads.
        - Forecast families carry the declared name of a workload, the others the observed one. `workload_declaration_info` joins them:
          `workload_declaration_info * on (instance, declared) group_left () label_replace(forecast_workload_demand{signal="compute_slices",horizon="24h",probability="0.95"}, "declared", "$1", "workload", "(.+)")`.
        - An empty `gpu_instance_id` says the whole GPU; other empty labels say "not known".
        - A series whose subject is gone (a destroyed instance, a stopped workload) leaves with the next scrape; its forecasts leave an hour after its last reading.
        - Beyond its cap a family's series are dropped and counted in `series_dropped_total`.

        """;

    /// <summary>The document, with a newline at its end.</summary>
    public static string ToMarkdown()
    {
        StringBuilder text = new(Introduction.ReplaceLineEndings("\n"));
        char section = '\0';
        foreach (FamilyGroup group in MetricCatalogue.Groups)
        {
            if (group.Letter != section)
            {
                section = group.Letter;
                text.Append($"\n## {group.Letter}. {group.Title}\n\n");
                text.Append("| name | type | unit | labels | meaning | source | default | cap | since |\n");
                text.Append("|---|---|---|---|---|---|---|---|---|\n");
            }

            foreach (MetricFamily family in group.Families)
            {
                text.Append(Row(family));
            }
        }

        return text.ToString();
    }

    private static string Row(MetricFamily family)
    {
        string labels = family.Labels.IsEmpty ? "none" : string.Join("<br>", family.Labels.Select(Label));
        string optIn = family.OptIn switch
        {
            "" => "on",
            "all" => "opt-in",
            string part => $"on; opt-in: {part}",
        };
        return $"| `{family.Name}` | {family.Kind.ToString().ToLowerInvariant()} | {family.Unit} | {labels} | {family.Help} | {family.Source} | {optIn} | {family.SeriesCap} | {family.Since} |\n";
    }

    private static string Label(MetricLabel label) =>
        label.IsClosed ? $"`{label.Name}` ({string.Join(", ", label.Values)})" : $"`{label.Name}`";
}
