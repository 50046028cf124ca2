using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Exporter.Tests.Exposition;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Catalogue;

public sealed class CatalogueTests
{
    // The rules of promlint, which `promtool check metrics` applies; see the Prometheus naming practices.
    private static readonly string[] ForbiddenWords =
    [
        "minutes", "minute", "hours", "hour", "days", "day", "weeks", "week", "kelvin", "kelvins", "fahrenheit", "bits", "bit", "milliseconds", "microseconds",
        "nanoseconds", "kilobytes", "megabytes", "gigabytes", "kibibytes", "mebibytes", "gibibytes", "milliwatts", "millijoules", "megahertz", "percent",
        "s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d",
        "gauge", "counter", "histogram", "summary",
    ];

    public static TheoryData<string> Names => [.. MetricCatalogue.Families.Select(static family => family.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Family_Name_PassesLint(string name)
    {
        MetricFamily family = MetricCatalogue.Find(name)!;

        Assert.Matches("^gpu_optimizer_[a-z0-9]+(_[a-z0-9]+)*$", family.FullName);
        Assert.Equal(family.Kind == MetricKind.Counter, name.EndsWith("_total", StringComparison.Ordinal));
        Assert.DoesNotContain(name.Split('_'), ForbiddenWords.Contains);
        Assert.DoesNotMatch("_(count|sum|bucket)$", name);
        Assert.All(family.Labels, static label => Assert.Matches("^[a-z]+(_[a-z]+)*$", label.Name));
        Assert.DoesNotContain(family.Labels, static label => label.Name is "le" or "quantile" or "instance" or "job" or "pod" or "namespace" or "container" or "host");
        Assert.Equal(family.Labels.Count, family.Labels.Select(static label => label.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Family_Unit_IsInItsName(string name)
    {
        MetricFamily family = MetricCatalogue.Find(name)!;

        string bare = name.EndsWith("_total", StringComparison.Ordinal) ? name[..^"_total".Length] : name;
        string[] words = ["bytes", "seconds", "celsius", "watts", "joules", "hertz", "ratio"];
        Assert.Equal(words.Contains(family.Unit) ? family.Unit : null, words.FirstOrDefault(bare.EndsWith));
        Assert.Equal(family.Unit == MetricUnit.Info, name.EndsWith("_info", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Family_Documentation_IsComplete(string name)
    {
        MetricFamily family = MetricCatalogue.Find(name)!;

        Assert.EndsWith(".", family.Help, StringComparison.Ordinal);
        Assert.True(char.IsAsciiLetterUpper(family.Help[0]) || char.IsAsciiDigit(family.Help[0]), family.Help);
        Assert.DoesNotContain(family.Help, static letter => letter is '\\' or '\n' or '|' or '"');
        Assert.NotEmpty(family.Source);
        Assert.NotEmpty(family.Since);
        Assert.InRange(family.SeriesCap, 1, SeriesCaps.Demand);
        Assert.Equal(family.Kind == MetricKind.Histogram, !family.Buckets.IsEmpty);
    }

    [Fact]
    public void Families_Names_AreUnique() =>
        Assert.Equal(MetricCatalogue.Families.Length, MetricCatalogue.Families.Select(static family => family.Name).Distinct().Count());

    [Fact]
    public void Families_DeviceScope_CarryOnlyTheGpuUuidAsIdentity()
    {
        string[] identity = ["name", "serial", "pci_bus_id", "mig_uuid", "driver_version", "index", "minor"];

        Assert.All(
            MetricCatalogue.Families.Where(static family => family.Unit != MetricUnit.Info),
            family => Assert.DoesNotContain(family.Labels, label => identity.Contains(label.Name)));
    }

    [Fact]
    public void Find_WithAndWithoutPrefix_IsTheSameFamily()
    {
        Assert.Same(MetricCatalogue.Find("device_up"), MetricCatalogue.Find("gpu_optimizer_device_up"));
        Assert.Null(MetricCatalogue.Find("no_such_family"));
    }

    [Fact]
    public void ToMarkdown_MatchesTheDocument() => Golden.MatchesFile(
        Path.Combine(Golden.ProjectFolder, "..", "..", "src", "Optimizer.Exporter", "METRICS.md"), CatalogueDocument.ToMarkdown());

    [Fact]
    public async Task Render_FullSnapshot_HasEveryFamilyWithDeclaredTypeHelpAndLabels()
    {
        GpuSnapshot mig = Some.H100(1).WithMig("3g.40gb@0");
        NodeSnapshot node = Some.Node().WithGpu(Some.H100(), mig).WithWorkload(Some.Workload("a.service", mig.Uuid, 1, "3g.40gb"));
        using Optimizer.Exporter.Exposition.MetricsExporter exporter = new(TestOptions.Everything);
        exporter.ReportConfigReload(successful: true, Some.Start);
        exporter.Publish(node);
        exporter.PublishForecast(SomeForecast.Full());
        exporter.PublishControl(SomeControl.Full(mig.Uuid));
        exporter.Declare(new Optimizer.Model.Workloads.WorkloadMatcher([]));

        Page page = await Page.ReadAsync(exporter);

        foreach (MetricFamily family in MetricCatalogue.Families)
        {
            string sample = family.FullName + (family.Kind == MetricKind.Histogram ? "_count" : "");
            Assert.True(page.Has(sample), $"{family} is in the catalogue and not on the page");
            Assert.Equal(family.Kind.ToString().ToLowerInvariant(), page.Types[family.FullName]);
            Assert.Equal(family.Help, page.Helps[family.FullName]);
            Assert.Equal(family.Labels.Select(static label => label.Name).Order(), page.Labels[sample].Order());
        }
    }

    [Fact]
    public void SnapshotEnums_Members_CountFromZeroAsLabelTablesNeed() => Assert.All(
        typeof(NodeSnapshot).Assembly.GetTypes().Where(static type => type.IsEnum && (type.Namespace is "Optimizer.Model.Snapshots" or "Optimizer.Model.Acting" or "Optimizer.Model.Plans")),
        static type => Assert.Equal(Enumerable.Range(0, Enum.GetNames(type).Length), Enum.GetValues(type).Cast<object>().Select(Convert.ToInt32)));

    [Fact]
    public void ClosedLabels_OfEnums_AreTheContractsWords()
    {
        string[] Values(string family, string label) => [.. MetricCatalogue.Find(family)!.Labels.Single(found => found.Name == label).Values];

        Assert.Equal(["none", "reset", "reboot", "drain_p2p", "drain_and_reset"], Values("device_recovery_action", "action"));
        Assert.Equal(["not_supported", "not_started", "in_progress", "completed"], Values("fabric_state", "state"));
        Assert.Contains("nonfatal", Values("device_pcie_errors_total", "type"));
        Assert.Contains("poison_nonfatal", Values("device_driver_events_total", "event"));
        Assert.Equal(["lost", "repartition", "driver_reload", "stuck"], Values("nvml_reinitializations_total", "reason"));
    }
}
