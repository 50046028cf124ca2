using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Exposition;

/// <summary>What is kept off the page, and that it is counted.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(4294967295)]
    public async Task Render_ImpossibleRatio_IsDroppedAndCounted(double ratio)
    {
        GpuSnapshot gpu = Some.H100() with { Utilization = new DriverUtilization { BusyRatio = ratio, MemoryBusyRatio = 0.5 } };

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        Assert.False(page.Has("gpu_optimizer_device_busy_ratio"));
        Assert.True(page.Has("gpu_optimizer_device_memory_busy_ratio"));
        Assert.Equal(1, Dropped(page, "device_busy_ratio", "invalid"));
    }

    [Fact]
    public async Task Render_RatioAboveOneByRounding_IsOne()
    {
        GpuSnapshot gpu = Some.H100() with { Utilization = new DriverUtilization { BusyRatio = 1.0000000000000002 } };

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        Assert.Equal(1, page[$"gpu_optimizer_device_busy_ratio{{gpu_uuid=\"{gpu.Uuid}\"}}"]);
    }

    [Fact]
    public async Task Render_NegativeTemperature_IsPossible()
    {
        GpuSnapshot gpu = Some.H100() with { Thermal = new ThermalReading(-5, null, null) };

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        Assert.Equal(-5, page[$"gpu_optimizer_device_temperature_celsius{{gpu_uuid=\"{gpu.Uuid}\",sensor=\"gpu\"}}"]);
    }

    [Fact]
    public async Task Render_TwoValuesForOneSeries_KeepsTheFirst()
    {
        GpuSnapshot gpu = Some.H100() with { Memory = new MemoryUse(1, null, null) };
        GpuSnapshot twin = Some.H100() with { Memory = new MemoryUse(2, null, null) };

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu, twin));

        Assert.Equal(1, page[$"gpu_optimizer_device_memory_capacity_bytes{{gpu_uuid=\"{gpu.Uuid}\"}}"]);
        Assert.Equal(1, Dropped(page, "device_memory_capacity_bytes", "invalid"));
    }

    [Fact]
    public async Task Render_SamplerRefusedReadings_AddsThemToOurs()
    {
        GpuSnapshot gpu = Some.H100().WithMig("1g.10gb@0").WithInstances(static instance => instance with { Activity = new EngineActivity { SmRatio = 7 } });

        Page page = await Page.OfAsync(Some.Node().WithGpu(gpu));

        Assert.Equal(3 + 1, Dropped(page, "mig_sm_activity_ratio", "invalid"));
    }

    [Fact]
    public async Task Render_BeyondTheLimit_KeepsTheFirstSeriesOfTheOrder()
    {
        NodeSnapshot node = Some.Node().WithGpu(Some.H100(0), Some.H100(1), Some.H100(2));

        Page page = await Page.OfAsync(TestOptions.Default with { SeriesLimitPerFamily = 2 }, node);

        Assert.Equal(2, page.Of("gpu_optimizer_device_power_watts{").Length);
        Assert.Equal(1, Dropped(page, "device_power_watts", "limit"));
    }

    [Fact]
    public async Task Render_ProcessesOn_StopsAtTheirOwnLimit()
    {
        GpuSnapshot gpu = Some.H100() with
        {
            ProcessList = [.. Enumerable.Range(1, 20).Select(static pid => new GpuProcess { Pid = (uint)pid, MemoryBytes = 5, Command = "a\"b\\c" })],
        };

        Page page = await Page.OfAsync(TestOptions.Default with { Processes = true, ProcessSeriesLimit = 8 }, Some.Node().WithGpu(gpu));

        Assert.Equal(8, page.Of("gpu_optimizer_process_memory_used_bytes{").Length);
        Assert.Contains("command=\"a\"b\\c\"", page.Of("gpu_optimizer_process_memory_used_bytes{")[0], StringComparison.Ordinal);
        Assert.Equal(12, Dropped(page, "process_memory_used_bytes", "limit"));
    }

    [Fact]
    public async Task Render_Default_LeavesOutWhatIsOptIn()
    {
        Page page = await Page.OfAsync(Some.Node().WithGpu(Some.H100()));

        Assert.False(page.Has("gpu_optimizer_process_memory_used_bytes"));
        Assert.Equal("tensor", Assert.Single(page.Of("gpu_optimizer_device_pipe_activity_ratio{")).Split("pipe=\"")[1].TrimEnd('"', '}'));
    }

    [Fact]
    public async Task Render_DroppedFamily_IsNotOnThePage()
    {
        ExporterOptions options = TestOptions.Default with { DropFamilies = ["device_power_watts", "gpu_optimizer_device_up"] };

        Page page = await Page.OfAsync(options, Some.Node().WithGpu(Some.H100(), Some.H100(1)));

        Assert.DoesNotContain("gpu_optimizer_device_power_watts", page.Types.Keys);
        Assert.DoesNotContain("gpu_optimizer_device_up", page.Types.Keys);
        Assert.Equal(2, Dropped(page, "device_up", "filter"));
    }

    [Fact]
    public async Task Render_KeptFamilies_AreTheOnlyOnes()
    {
        ExporterOptions options = TestOptions.Default with { KeepFamilies = ["device_up", "device_info"], DropFamilies = ["device_info"] };

        Page page = await Page.OfAsync(options, Some.Node().WithGpu(Some.H100()));

        Assert.Equal(["gpu_optimizer_device_up"], page.Types.Keys);
    }

    [Fact]
    public void Constructor_UnknownFamilyInFilter_SaysWhich()
    {
        ArgumentException trouble = Assert.Throws<ArgumentException>(static () => new MetricsExporter(TestOptions.Default with { DropFamilies = ["devise_up"] }));

        Assert.Contains("devise_up", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_SameSnapshotAfterReload_CountsDropsOnce()
    {
        using MetricsExporter exporter = new(TestOptions.Default with { DropFamilies = ["device_up"] });
        exporter.Publish(Some.Node().WithGpu(Some.H100()));
        await Page.ReadAsync(exporter);
        exporter.ReportConfigReload(successful: true, Some.Start);

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(1, Dropped(page, "device_up", "filter"));
    }

    private static double Dropped(Page page, string family, string reason) =>
        page[$"gpu_optimizer_series_dropped_total{{family=\"{family}\",reason=\"{reason}\"}}"];
}
