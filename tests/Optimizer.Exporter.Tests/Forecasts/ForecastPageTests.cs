using NodaTime;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Json;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Exporter.Tests.Exposition;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Exporter.Tests.Forecasts;

/// <summary>Section J: forecasts on the page.</summary>
public sealed class ForecastPageTests
{
    private const string Prefix = "gpu_optimizer_";

    [Fact]
    public async Task Render_NoForecast_NothingOfTheSectionIsThere()
    {
        using MetricsExporter exporter = new(TestOptions.Everything);
        exporter.Publish(Some.Node().WithGpu(Some.H100()));

        Page page = await Page.ReadAsync(exporter);

        Assert.DoesNotContain(MetricCatalogue.Families.Where(static family => family.Group == 'J'), family => page.Has(family.FullName));
    }

    [Fact]
    public async Task Render_FullForecast_SaysTheClassesPeaksAndHowGoodTheyWere()
    {
        Page page = await OfAsync(TestOptions.Default, SomeForecast.Full());

        Assert.Equal(2.5, page[Prefix + "demand_slices{class=\"guaranteed\"}"]);
        Assert.Equal(6, page[Prefix + "forecast_demand_slices{class=\"guaranteed\",horizon=\"6h\",probability=\"0.95\"}"]);
        Assert.Equal(16, page.Of(Prefix + "forecast_demand_slices{").Length);
        Assert.Equal(1.2, page[Prefix + "forecast_error_ratio{class=\"guaranteed\",horizon=\"3h\"}"]);
        Assert.Equal(20, page.Of(Prefix + "forecast_coverage_ratio{").Length);
        Assert.Equal(1, page[Prefix + "forecast_model_info{model=\"ensemble\",revision=\"0.1.0\"}"]);
        Assert.Equal(3, page[Prefix + "demand_troubles_total{reason=\"unreachable\",source=\"scrape\"}"]);
        Assert.Empty(page.Of(Prefix + "series_dropped_total"));
    }

    [Fact]
    public async Task Render_Defaults_AWorkloadsSeriesAreTheUsualOnes()
    {
        Page page = await OfAsync(TestOptions.Default, SomeForecast.Full());

        string chat = "{signal=\"request_rate\",workload=\"chat-7b\"}";
        Assert.Equal(2.5, page[Prefix + "workload_demand" + chat]);
        Assert.Equal(1, page[Prefix + "workload_demand_saturated" + chat]);
        Assert.Equal(-0.1, page[Prefix + "forecast_pinball_skill{horizon=\"24h\",signal=\"request_rate\",workload=\"chat-7b\"}"]);
        Assert.Equal(1, page[Prefix + "forecast_state{signal=\"request_rate\",state=\"daily\",workload=\"chat-7b\"}"]);
        Assert.Equal(0, page[Prefix + "forecast_state{signal=\"request_rate\",state=\"cold\",workload=\"chat-7b\"}"]);
        Assert.DoesNotContain(page.Series.Keys, static series => series.Contains("memory_bytes\"", StringComparison.Ordinal));
        Assert.False(page.Has(Prefix + "forecast_leader"));

        // The cost of one workload and signal, so that 30 workloads with two signals are 1,400 series and not 6,000.
        int each = page.Series.Keys.Count(static series => series.Contains("signal=\"request_rate\",", StringComparison.Ordinal));
        Assert.Equal(23, each);
    }

    [Fact]
    public async Task Render_WithDetails_EverythingKnownIsThere()
    {
        Page page = await OfAsync(TestOptions.Everything, SomeForecast.Full());

        Assert.Equal(1, page[Prefix + "forecast_leader{member=\"ssa-8\",signal=\"memory_bytes\",workload=\"chat-7b\"}"]);
        Assert.Equal(-0.05, page[Prefix + "forecast_headroom_ratio{horizon=\"1h\",signal=\"compute_slices\",workload=\"chat-7b\"}"]);
        Assert.Equal(16, page.Of(Prefix + "forecast_workload_demand{").Count(static series => series.Contains("memory_bytes", StringComparison.Ordinal)));
        Assert.Empty(page.Of(Prefix + "series_dropped_total"));
    }

    [Fact]
    public async Task Render_SeriesOnlyJustSeen_SaysItIsColdAndNoNumbers()
    {
        Page page = await OfAsync(TestOptions.Everything, SomeForecast.Of(SomeForecast.New("fresh")));

        Assert.Equal(1, page[Prefix + "forecast_state{signal=\"compute_slices\",state=\"cold\",workload=\"fresh\"}"]);
        Assert.False(page.Has(Prefix + "workload_demand"));
        Assert.False(page.Has(Prefix + "workload_demand_saturated"));
        Assert.False(page.Has(Prefix + "forecast_workload_demand"));
        Assert.False(page.Has(Prefix + "forecast_last_fit_timestamp_seconds"));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task Render_SeriesNotSeenForAnHour_LeavesThePage(int minutes, bool shown)
    {
        Page page = await OfAsync(TestOptions.Everything, SomeForecast.Of(
            SomeForecast.Series("ended") with { SeenAt = SomeForecast.At - Duration.FromMinutes(minutes) },
            SomeForecast.Series("class", scope: SeriesScope.Class) with { SeenAt = SomeForecast.At - Duration.FromMinutes(minutes) },
            SomeForecast.Series("here")));

        Assert.Equal(shown, page.Series.Keys.Any(static series => series.Contains("workload=\"ended\"", StringComparison.Ordinal)));
        Assert.Equal(shown, page.Series.Keys.Any(static series => series.Contains("class=\"class\"", StringComparison.Ordinal)));
        Assert.Contains(page.Series.Keys, static series => series.Contains("workload=\"here\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_ValueFromSinglePrecision_HasItsDigitsAndNoNoise()
    {
        DemandForecast forecast = SomeForecast.Of(SomeForecast.Series("chat") with { Observed = 0.9f + 1.63e-8 });
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.PublishForecast(forecast);

        Assert.Equal(0.9, (await Page.ReadAsync(exporter))[Prefix + "workload_demand{signal=\"compute_slices\",workload=\"chat\"}"]);
        Assert.Contains("\"observed\":0.9,", System.Text.Encoding.UTF8.GetString(ForecastJson.Serialize(forecast, new ForecastFilter())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Declare_WorkloadOfAnotherName_IsJoinedToTheObservedOne()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Declare(new WorkloadMatcher([new WorkloadDeclaration { Name = "chat", Host = new WorkloadHost.Systemd("chat@") }]));
        exporter.Publish(Some.Node() with
        {
            Workloads = [new WorkloadUse { Name = "chat@1.service", Kind = WorkloadKind.Systemd }, new WorkloadUse { Name = "job", Kind = WorkloadKind.Slurm }],
        });

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(
            [Prefix + "workload_declaration_info{declared=\"chat\",workload=\"chat@1.service\"}", Prefix + "workload_declaration_info{declared=\"job\",workload=\"job\"}"],
            page.Of(Prefix + "workload_declaration_info{").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(4096, 5000 * 8)]
    [InlineData(100, 100)]
    public async Task Render_MostSeriesThereCanBe_AreCutOnlyWhereTheOperatorSaysSo(int limit, int shown)
    {
        DemandForecast many = SomeForecast.Of([.. Enumerable.Range(0, 5000).Select(static number => SomeForecast.Series($"w{number:0000}"))]);

        Page page = await OfAsync(TestOptions.Default with { SeriesLimitPerFamily = limit }, many);

        Assert.Equal(shown, page.Of(Prefix + "forecast_workload_demand{").Length);
    }

    [Fact]
    public async Task Render_FiveHundredSeries_FitUnderTheCapsWithoutDetails()
    {
        DemandForecast many = SomeForecast.Of([.. Enumerable.Range(0, 500).Select(static number => SomeForecast.Series($"w{number:000}"))]);

        Page page = await OfAsync(TestOptions.Default, many);

        Assert.Equal(4000, page.Of(Prefix + "forecast_workload_demand{").Length);
        Assert.Empty(page.Of(Prefix + "series_dropped_total"));
    }

    [Fact]
    public async Task PublishForecast_AnotherOne_SeriesThatAreGoneLeaveThePage()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.PublishForecast(SomeForecast.Of(SomeForecast.Series("old")));
        await Page.ReadAsync(exporter);

        exporter.PublishForecast(SomeForecast.Of(SomeForecast.Series("new")));
        Page page = await Page.ReadAsync(exporter);

        Assert.DoesNotContain(page.Series.Keys, static series => series.Contains("workload=\"old\"", StringComparison.Ordinal));
        Assert.Contains(page.Series.Keys, static series => series.Contains("workload=\"new\"", StringComparison.Ordinal));
    }

    private static async Task<Page> OfAsync(ExporterOptions options, DemandForecast forecast)
    {
        using MetricsExporter exporter = new(options);
        exporter.PublishForecast(forecast);
        return await Page.ReadAsync(exporter);
    }
}
