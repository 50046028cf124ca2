using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Exposition;

/// <summary>Unknown is absent, and zero is only said where it is known.</summary>
public sealed class AbsenceTests
{
    [Fact]
    public async Task Render_BeforeFirstSnapshot_SaysOnlyWhatRuns()
    {
        using MetricsExporter exporter = new(TestOptions.Default);

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(["gpu_optimizer_build_info{revision=\"0123abc\",runtime=\".NET 10.0.0\",version=\"0.1.0\"}"], page.Series.Keys);
        Assert.Single(page.Types);
    }

    [Fact]
    public async Task Render_ConfigReportedBeforeFirstSnapshot_SaysSo()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.ReportConfigReload(successful: false, Some.Start);

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(0, page["gpu_optimizer_config_last_reload_successful"]);
        Assert.False(page.Has("gpu_optimizer_config_last_reload_success_timestamp_seconds"));
    }

    [Fact]
    public async Task Render_FailedReloadAfterGoodOne_KeepsTimeOfGoodOne()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.ReportConfigReload(successful: true, Some.Start);
        await Page.ReadAsync(exporter);
        exporter.ReportConfigReload(successful: false, Some.Start + NodaTime.Duration.FromHours(1));

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(0, page["gpu_optimizer_config_last_reload_successful"]);
        Assert.Equal(Some.Start.ToUnixTimeSeconds(), page["gpu_optimizer_config_last_reload_success_timestamp_seconds"]);
    }

    [Fact]
    public async Task Render_MigMode_HasNoUtilization()
    {
        Page page = await Page.OfAsync(Some.Node().WithGpu(Some.H100().WithMig("7g.80gb@0")));

        Assert.DoesNotContain(page.Types.Keys, static family => family.Contains("_busy_ratio", StringComparison.Ordinal));
        Assert.True(page.Has("gpu_optimizer_mig_sm_activity_ratio"));
    }

    [Fact]
    public async Task Render_AmpereInMigMode_SaysWhyActivityIsAbsent()
    {
        GpuSnapshot gpu = Some.A100();

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        Assert.DoesNotContain(page.Types.Keys, static family => family.Contains("_activity_ratio", StringComparison.Ordinal));
        Assert.Equal(1, page[$"gpu_optimizer_mig_activity_source_info{{gpu_uuid=\"{gpu.Uuid}\",source=\"none\"}}"]);
    }

    [Fact]
    public async Task Render_MemoryWithoutReserved_HasNoReservedSeries()
    {
        GpuSnapshot gpu = Some.H100() with { Memory = new MemoryUse(100, null, null) };

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        Assert.True(page.Has("gpu_optimizer_device_memory_capacity_bytes"));
        Assert.False(page.Has("gpu_optimizer_device_memory_used_bytes"));
        Assert.False(page.Has("gpu_optimizer_device_memory_reserved_bytes"));
    }

    [Fact]
    public async Task Render_LostGpu_IsKnownButSilent()
    {
        GpuSnapshot gpu = Some.LostGpu();

        Page page = await Page.OfAsync(Some.Node(1).WithGpu(Some.H100()), Some.Node(2).WithGpu(gpu));

        Assert.Equal(0, page[$"gpu_optimizer_device_up{{gpu_uuid=\"{gpu.Uuid}\"}}"]);
        Assert.Equal(1, page["gpu_optimizer_devices{state=\"lost\"}"]);
        Assert.Equal(0, page["gpu_optimizer_devices{state=\"visible\"}"]);
        Assert.False(page.Has("gpu_optimizer_device_power_watts"));
        Assert.True(page.Has("gpu_optimizer_device_info"));
    }

    [Fact]
    public async Task Render_NoDriver_CountsZeroDevices()
    {
        Page page = await Page.OfAsync(Some.NodeWithoutDriver());

        Assert.Equal(0, page["gpu_optimizer_devices{state=\"visible\"}"]);
        Assert.False(page.Has("gpu_optimizer_driver_info"));
        Assert.Equal(0, page["gpu_optimizer_collector_up{collector=\"fast\"}"]);
        Assert.False(page.Has("gpu_optimizer_collector_last_success_timestamp_seconds"));
    }

    [Fact]
    public async Task Render_CounterAtZero_IsShown()
    {
        GpuSnapshot gpu = Some.H100();

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        Assert.Equal(0, page[$"gpu_optimizer_device_xid_errors_total{{gpu_instance_id=\"\",gpu_uuid=\"{gpu.Uuid}\",xid=\"79\"}}"]);
        Assert.Empty(page.Of($"gpu_optimizer_device_xid_last_timestamp_seconds{{gpu_uuid=\"{gpu.Uuid}\",xid=\"79\"}}"));
    }

    [Fact]
    public async Task Render_OneXidOnTwoInstances_ShowsTheNewestTimeOnce()
    {
        GpuSnapshot gpu = Some.H100() with
        {
            Reliability = new ReliabilityReading
            {
                Xids = [new XidCount(1, 94, 1, Some.Start + NodaTime.Duration.FromSeconds(5)), new XidCount(2, 94, 1, Some.Start)],
            },
        };

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        Assert.Equal(Some.Start.ToUnixTimeSeconds() + 5, page[$"gpu_optimizer_device_xid_last_timestamp_seconds{{gpu_uuid=\"{gpu.Uuid}\",xid=\"94\"}}"]);
        Assert.Equal(2, page.Of("gpu_optimizer_device_xid_errors_total{").Length);
    }

    [Fact]
    public async Task Render_InstanceWithoutComputeInstance_IsStillListed()
    {
        GpuSnapshot gpu = Some.H100().WithMig("1g.10gb@0").WithInstances(static instance => instance with { ComputeInstances = [] });

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        string series = Assert.Single(page.Of("gpu_optimizer_mig_info{"));
        Assert.Contains("mig_uuid=\"\"", series, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_Default_HasNoRuntimeMetrics()
    {
        Page page = await Page.OfAsync(Some.Node());

        Assert.All(page.Types.Keys, static family => Assert.StartsWith("gpu_optimizer_", family, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_RuntimeMetricsOn_HasThem()
    {
        Page page = await Page.OfAsync(TestOptions.Default with { RuntimeMetrics = true }, Some.Node());

        Assert.True(page.Has("dotnet_collection_count_total"));
    }
}
