using NodaTime;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Exposition;

/// <summary>What changes between two cycles.</summary>
public sealed class CycleTests
{
    [Fact]
    public async Task Render_InstanceDestroyed_ItsSeriesAreGoneAtOnce()
    {
        GpuSnapshot before = Some.H100().WithMig("3g.40gb@0", "1g.10gb@4");
        GpuSnapshot after = Some.H100().WithMig("3g.40gb@0");

        Page page = await Page.OfAsync(Some.Node(1).WithGpu(before), Some.Node(2).WithGpu(after));

        Assert.DoesNotContain(page.Series.Keys, static series => series.Contains("gpu_instance_id=\"2\"", StringComparison.Ordinal));
        Assert.Single(page.Of("gpu_optimizer_mig_layout_info{"));
    }

    [Fact]
    public async Task Render_IdReusedByAnotherProfile_IsAnotherSeries()
    {
        GpuSnapshot before = Some.H100().WithMig("3g.40gb@0");
        GpuSnapshot after = Some.H100().WithMig("1g.10gb@0");

        Page page = await Page.OfAsync(Some.Node(1).WithGpu(before), Some.Node(2).WithGpu(after));

        Assert.Equal(
            [$"gpu_optimizer_mig_idle_seconds_total{{gpu_instance_id=\"1\",gpu_uuid=\"{after.Uuid}\",profile=\"1g.10gb\"}}"],
            page.Of("gpu_optimizer_mig_idle_seconds_total{"));
    }

    [Fact]
    public async Task Render_InstanceCreatedAgainUnderSameLabels_CounterStartsAnew()
    {
        GpuSnapshot gpu = Some.H100().WithMig("1g.10gb@0");
        GpuSnapshot old = gpu.WithInstances(static instance => instance with { IdleSeconds = 500, EstimatedEnergyJoules = 9000 });
        GpuSnapshot young = gpu.WithInstances(static instance => instance with { IdleSeconds = 1.5, EstimatedEnergyJoules = 0 });
        string labels = $"{{gpu_instance_id=\"1\",gpu_uuid=\"{gpu.Uuid}\",profile=\"1g.10gb\"}}";

        Page page = await Page.OfAsync(Some.Node(1).WithGpu(old), Some.Node(2).WithGpu(young));

        Assert.Equal(1.5, page["gpu_optimizer_mig_idle_seconds_total" + labels]);
        Assert.Equal(0, page["gpu_optimizer_mig_estimated_energy_joules_total" + labels]);
    }

    [Fact]
    public async Task Render_CounterGrows_ShowsTheNewValueExactly()
    {
        GpuSnapshot gpu = Some.H100();
        GpuSnapshot later = gpu with { Pcie = gpu.Pcie! with { TxBytes = 9_007_199_254_740_991 } };

        Page page = await Page.OfAsync(Some.Node(1).WithGpu(gpu), Some.Node(2).WithGpu(later));

        Assert.Equal(9_007_199_254_740_991, page[$"gpu_optimizer_device_pcie_bytes_total{{direction=\"tx\",gpu_uuid=\"{gpu.Uuid}\"}}"]);
    }

    [Fact]
    public async Task Render_SamplerStartedAgain_FollowsItsLowerSequence()
    {
        Page page = await Page.OfAsync(Some.Node(500).WithGpu(Some.H100()), Some.Node(1).WithGpu(Some.H100(), Some.H100(1)));

        Assert.Equal(2, page["gpu_optimizer_devices{state=\"visible\"}"]);
    }

    [Fact]
    public async Task Render_GpuComesBack_SeriesComeBack()
    {
        Page page = await Page.OfAsync(
            Some.Node(1).WithGpu(Some.H100()), Some.Node(2).WithGpu(Some.LostGpu()), Some.Node(3).WithGpu(Some.H100()));

        Assert.True(page.Has("gpu_optimizer_device_power_watts"));
        Assert.Equal(1, page[$"gpu_optimizer_device_up{{gpu_uuid=\"{Some.H100().Uuid}\"}}"]);
    }

    [Fact]
    public async Task Render_SeveralCyclesBetweenScrapes_CountsEveryCollectorRun()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        for (long cycle = 1; cycle <= 10; cycle++)
        {
            exporter.Publish(Some.Node(cycle) with
            {
                Health = new SamplerHealth { Collectors = [Some.Collector("fast", cycle, 0.25), Some.Collector("slow", (cycle + 4) / 5, 2)] },
            });
        }

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(10, page["gpu_optimizer_collector_duration_seconds_count{collector=\"fast\"}"]);
        Assert.Equal(2.5, page["gpu_optimizer_collector_duration_seconds_sum{collector=\"fast\"}"]);
        Assert.Equal(2, page["gpu_optimizer_collector_duration_seconds_count{collector=\"slow\"}"]);
        Assert.Equal(10, page["gpu_optimizer_collector_duration_seconds_bucket{collector=\"fast\",le=\"0.25\"}"]);
        Assert.Equal(0, page["gpu_optimizer_collector_duration_seconds_bucket{collector=\"fast\",le=\"0.1\"}"]);
    }

    [Fact]
    public async Task Render_CollectorSwitchedOff_ItsHistogramIsGone()
    {
        NodeSnapshot without = Some.Node(2) with { Health = new SamplerHealth { Collectors = [Some.Collector("fast", 2)] } };

        Page page = await Page.OfAsync(Some.Node(1), without);

        Assert.Equal(2, page["gpu_optimizer_collector_duration_seconds_count{collector=\"fast\"}"]);
        Assert.False(page.Has("gpu_optimizer_collector_duration_seconds_count{collector=\"slow\"}"));
    }

    [Fact]
    public async Task Publish_NobodyScrapesForHours_LosesNoRunAndStaysBounded()
    {
        const int cycles = 10_000;
        using MetricsExporter exporter = new(TestOptions.Default);
        for (long cycle = 1; cycle <= cycles; cycle++)
        {
            exporter.Publish(new NodeSnapshot
            {
                Sequence = cycle,
                At = Some.Start + Duration.FromSeconds(cycle),
                Health = new SamplerHealth { Collectors = [Some.Collector("fast", cycle)] },
            });
        }

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(cycles, page["gpu_optimizer_collector_duration_seconds_count{collector=\"fast\"}"]);
    }

    [Fact]
    public async Task Render_SnapshotThatCannotBeMapped_NeverServesHalfAPageAndLosesNoRun()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(Some.Node(1).WithGpu(Some.H100(), null!));
        for (int scrape = 0; scrape < 2; scrape++)
        {
            await Assert.ThrowsAsync<NullReferenceException>(() => Page.TextAsync(exporter));
        }

        exporter.Publish(Some.Node(2).WithGpu(Some.H100()));
        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(2, page["gpu_optimizer_collector_duration_seconds_count{collector=\"fast\"}"]);
        Assert.Single(page.Of("gpu_optimizer_device_up{"));
    }

    [Fact]
    public async Task Publish_SameSequenceAgain_ChangesNothing()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(Some.Node(7).WithGpu(Some.H100()));
        string first = await Page.TextAsync(exporter);

        exporter.Publish(Some.Node(7));

        Assert.Equal(first, await Page.TextAsync(exporter));
    }
}
