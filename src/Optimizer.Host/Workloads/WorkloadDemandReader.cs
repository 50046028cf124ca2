using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;

namespace Optimizer.Host.Workloads;

/// <summary>Reads the key <c>demand</c> of a declaration.</summary>
internal static class WorkloadDemandReader
{
    private static readonly string[] Keys = ["scrape", "counter", "gauge", "labels", "promql", "measures"];

    /// <summary>Reads it; what is wrong goes to <paramref name="errors"/>. Absent, nothing or the word activity: what the GPUs show.</summary>
    public static DemandDeclaration Read(YamlGroup workload, FileErrors errors)
    {
        YamlNode? node = workload.Find("demand");
        if (node is null or YamlScalar { IsNull: true } or YamlScalar { Text: "activity" })
        {
            return new DemandDeclaration.Activity();
        }

        string section = workload.Dotted("demand");
        if (node is not YamlMapping)
        {
            errors.AddUnexpected(node, section, "the word activity, or a group of keys with scrape or promql");
            return new DemandDeclaration.Activity();
        }

        YamlGroup group = YamlGroup.Of(node, section, Keys, errors);
        bool scrapes = group.Find("scrape") is not null, asks = group.Find("promql") is not null;
        if (scrapes == asks)
        {
            errors.Add(node.At, section, scrapes ? "has scrape and promql; demand is read in one place, remove one of the two" : "has neither scrape nor promql; say where demand is read");
            return new DemandDeclaration.Activity();
        }

        return scrapes ? Scrape(group, node, errors) : PromQl(group);
    }

    private static DemandDeclaration Scrape(YamlGroup group, YamlNode node, FileErrors errors)
    {
        group.Refuse("measures", "belongs to promql; with scrape it follows from counter or gauge, remove the key");
        Uri? page = group.Url("scrape", "the URL of a metrics page, with http:// or https:// and without a user", WorkloadText.Url);
        string? counter = group.Text("counter", WorkloadText.MetricForm, WorkloadText.IsMetric);
        string? gauge = group.Text("gauge", WorkloadText.MetricForm, WorkloadText.IsMetric);
        bool hasCounter = group.Find("counter") is not null, hasGauge = group.Find("gauge") is not null;
        if (hasCounter == hasGauge)
        {
            errors.Add(node.At, group.Dotted("scrape"), hasCounter ? "has a counter and a gauge; a workload has one demand, remove one of the two" : "has neither counter nor gauge; name the metric to read");
        }

        List<LabelMatcher> labels = [];
        if (group.Find("labels") is YamlNode written)
        {
            YamlGroup matchers = YamlGroup.Of(written, group.Dotted("labels"), known: null, errors);
            foreach ((YamlScalar key, YamlNode value) in matchers.Entries)
            {
                if (!WorkloadText.IsLabel(key.Text) || value is not YamlScalar text || text.Text.Length > 1024)
                {
                    errors.Add(key.At, group.Dotted("labels"), $"{YamlScalar.Show(key.Text)} with {value.Describe()}, expected a label name with the text it must have");
                    continue;
                }

                labels.Add(new LabelMatcher(key.Text, text.Text));
            }
        }

        return page is null || (counter ?? gauge) is not string metric
            ? new DemandDeclaration.Activity()
            : new DemandDeclaration.Scrape(page, metric, counter is null ? ScrapeType.Gauge : ScrapeType.Counter)
            {
                Labels = labels.OrderBy(static matcher => matcher.Label, StringComparer.Ordinal).ToValueArray(),
            };
    }

    private static DemandDeclaration PromQl(YamlGroup group)
    {
        foreach (string key in new[] { "counter", "gauge", "labels" })
        {
            group.Refuse(key, "belongs to scrape; write it into the query and remove the key");
        }

        string? query = group.Text("promql", "a PromQL query of at most 4096 characters", static text => text.Trim().Length > 0 && text.Length <= 4096);
        DemandSignal signal = group.Choice("measures", DemandSignal.RequestRate, ["requests", "gauge"], static word => word == "gauge" ? DemandSignal.Gauge : DemandSignal.RequestRate);
        return query is null ? new DemandDeclaration.Activity() : new DemandDeclaration.PromQl(query, signal);
    }
}
