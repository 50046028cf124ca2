using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.EndToEnd.Tests.Pages;

/// <summary>Every family is where it can be and nowhere else, in pages that Prometheus's linter accepts.</summary>
public sealed class FamilyTests
{
    public static TheoryData<string> Scenarios() => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Families_OfEachScenario_AreThoseItCanHave(string scenario)
    {
        string page = await ScenarioPages.RenderAsync(scenario);

        Assert.Equal(FamilyPlacement.Present(scenario), PageText.SeriesByFamily(page).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Placement_NamesRealFamiliesAndScenarios_Once()
    {
        Assert.Empty(FamilyPlacement.All.Select(static pair => pair.Scenario).Except(Scenario.Names));
        Assert.Empty(FamilyPlacement.All.Where(static pair => MetricCatalogue.Find(pair.Family) is null));
        Assert.Equal(FamilyPlacement.All.Length, FamilyPlacement.All.Distinct().Count());
    }

    [Fact]
    public async Task Families_WithEverythingAskedFor_AreAllSomewhere()
    {
        HashSet<string> seen = [];
        foreach (string scenario in (string[])["broken", "dgx-h100"])
        {
            string page = await ScenarioPages.RenderAsync(scenario, everything: true);
            seen.UnionWith(PageText.SeriesByFamily(page).Keys);
        }

        Assert.Empty(MetricCatalogue.Families.Where(static family => !FamilyPlacement.OfTheLoop.Contains(family.Group)).Select(static family => family.FullName).Except(seen));
    }

    [PrometheusTheory]
    [MemberData(nameof(Scenarios))]
    public async Task Page_OfEachScenario_PleasesPromtool(string scenario)
    {
        Assert.Equal("", await Promtool.CheckMetricsAsync(await ScenarioPages.RenderAsync(scenario)));
    }

    [PrometheusFact]
    public async Task Page_WithEverythingAskedFor_PleasesPromtool()
    {
        Assert.Equal("", await Promtool.CheckMetricsAsync(await ScenarioPages.RenderAsync("dgx-h100", everything: true)));
    }

    [PrometheusFact]
    public async Task Promtool_BadPage_IsNotPleased()
    {
        // The tests above would pass as well if the linter were never fed.
        Assert.Contains("no help text", await Promtool.CheckMetricsAsync("# TYPE a_total counter\na_total 1\n"));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task OpenMetrics_OfEachScenario_HasTheSameSeriesAndItsEnd(string scenario)
    {
        string text = await ScenarioPages.RenderAsync(scenario);
        string openMetrics = await ScenarioPages.RenderAsync(scenario, ExpositionFormat.OpenMetrics);

        Assert.EndsWith("\n# EOF\n", openMetrics);
        Assert.Equal(Samples(text), Samples(openMetrics));

        static int Samples(string page) => page.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(static line => line[0] != '#');
    }

    /// <summary>The budget of a scrape: what a node costs in Prometheus. A broken label shows here before it shows in a bill.</summary>
    [Theory]
    [InlineData("dgx-h100", 1900)]
    [InlineData("hgx-b200", 1700)]
    [InlineData("broken", 900)]
    [InlineData("rtx-pro-6000", 650)]
    [InlineData("two-a100", 650)]
    [InlineData("single-a30", 450)]
    public async Task Series_OfEachScenario_StayWithinTheirBudget(string scenario, int budget)
    {
        string page = await ScenarioPages.RenderAsync(scenario);

        Assert.InRange(PageText.SeriesByFamily(page).Values.Sum(), budget / 2, budget);
    }

    /// <summary>What MIG mode takes away is taken from the GPUs in it and from no other.</summary>
    [Fact]
    public async Task Utilisation_InMixedNode_OnlyOfGpusWithoutMig()
    {
        string page = await ScenarioPages.RenderAsync("dgx-h100");

        Assert.Equal(2, PageText.SeriesOf(page, "device_busy_ratio").Length);
        Assert.Equal(2, PageText.SeriesOf(page, "device_row_remap_failed").Length);
        Assert.Equal(8, PageText.SeriesOf(page, "device_sm_activity_ratio").Length);
        Assert.Equal(6, PageText.SeriesOf(page, "mig_fragmentation_ratio").Length);
    }
}
