using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Dcgm;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Json;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Exposition;

/// <summary>Laws that hold for any snapshot, also for one that no sampler should make.</summary>
public sealed class AnySnapshotTests
{
    private static readonly Dictionary<string, MetricFamily> Declared = MetricCatalogue.Families.ToDictionary(static family => family.FullName);

    [Fact]
    public void Render_AnySequenceOfSnapshots_IsAPageOfDeclaredPossibleSeries() => Check(static seed =>
    {
        RandomNode nodes = new(seed);
        using MetricsExporter exporter = new(TestOptions.Everything);
        for (long cycle = 1; cycle <= 3; cycle++)
        {
            exporter.Publish(nodes.Next(cycle));
            AssertLaws(Page.Parse(Text(exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None))));
        }
    });

    [Fact]
    public void Render_AnySequenceOfControlReports_IsAPageOfDeclaredPossibleSeries() => Check(static seed =>
    {
        RandomNode nodes = new(seed);
        RandomControl reports = new(seed);
        using MetricsExporter exporter = new(TestOptions.Everything);
        for (long cycle = 1; cycle <= 3; cycle++)
        {
            exporter.PublishControl(reports.Next(cycle));
            exporter.Publish(nodes.Next(cycle));
            AssertLaws(Page.Parse(Text(exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None))));
        }
    });

    [Fact]
    public void Render_AfterAnyHistory_ShowsWhatAFreshExporterShows() => Check(static seed =>
    {
        RandomNode nodes = new(seed);
        NodeSnapshot[] history = [nodes.Next(1), nodes.Next(2), nodes.Next(3)];
        using MetricsExporter old = new(TestOptions.Everything);
        foreach (NodeSnapshot snapshot in history)
        {
            old.Publish(snapshot);
            Text(old.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None));
        }

        using MetricsExporter fresh = new(TestOptions.Everything);
        fresh.Publish(history[^1]);

        Assert.Equal(Momentary(fresh), Momentary(old));
    });

    [Fact]
    public void DcgmPage_AnySequenceOfSnapshots_Parses() => Check(static seed =>
    {
        RandomNode nodes = new(seed);
        using DcgmPage dcgm = new("node-1", new FakeTimeProvider());
        for (long cycle = 1; cycle <= 2; cycle++)
        {
            dcgm.Publish(nodes.Next(cycle));
            string text = Text(dcgm.RenderAsync(gzip: false, CancellationToken.None));
            if (text.Length > 0)
            {
                Assert.All(Page.Parse(text).Types.Keys, static family => Assert.StartsWith("DCGM_FI_", family, StringComparison.Ordinal));
            }
        }
    });

    [Fact]
    public void Json_AnySnapshot_IsOneDocument() => Check(static seed =>
    {
        NodeSnapshot node = new RandomNode(seed).Next(1);

        System.Text.Json.JsonDocument.Parse(SnapshotJson.Serialize(node)).Dispose();
        System.Text.Json.JsonDocument.Parse(SnapshotJson.SerializeLayout(node)).Dispose();
    });

    private static void Check(Action<int> law) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), law).Check(Config.QuickThrowOnFailure);

    private static void AssertLaws(Page page)
    {
        Assert.All(page.Types, static pair => Assert.Equal(Declared[pair.Key].Kind.ToString().ToLowerInvariant(), pair.Value));
        foreach ((string series, double value) in page.Series)
        {
            string sample = series.Split('{')[0];
            if (!Declared.TryGetValue(sample, out MetricFamily? family))
            {
                Assert.Matches("_(sum|count|bucket)$", sample);
                continue;
            }

            Assert.True(double.IsFinite(value), series);
            Assert.Equal(family.Labels.Select(static label => label.Name).Order(), page.Labels[sample].Order());
            foreach (MetricLabel label in family.Labels.Where(static label => label.IsClosed))
            {
                Assert.Contains(page.LabelValues[series][label.Name], label.Values);
            }

            if (family.Unit is MetricUnit.Ratio or MetricUnit.Bool)
            {
                Assert.InRange(value, 0, 1);
            }
        }
    }

    // Histograms and drop counts remember; everything else is the last snapshot alone.
    private static IEnumerable<KeyValuePair<string, double>> Momentary(MetricsExporter exporter) =>
        Page.Parse(Text(exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None))).Series.Where(static pair =>
            !pair.Key.Contains("collector_duration", StringComparison.Ordinal) && !pair.Key.Contains("series_dropped", StringComparison.Ordinal));

    private static string Text(ValueTask<ExpositionPage> rendering)
    {
        Assert.True(rendering.IsCompleted, "Nothing in a render waits.");
        using ExpositionPage page = rendering.Result;
        return System.Text.Encoding.UTF8.GetString(page.Body.Span);
    }
}
