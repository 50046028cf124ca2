using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Exporter.Tests.Exposition;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Control;

/// <summary>By which clock the page's time of GPUs by state goes.</summary>
public sealed class LedgerClockTests
{
    private readonly FakeTimeProvider _elapsed = new();
    private readonly GpuSnapshot _gpu = Some.H100();

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(0)]
    public async Task Publish_WallClockIsSet_CountsTheTimeThatPassed(int step)
    {
        using MetricsExporter exporter = new(TestOptions.Default, _elapsed);
        exporter.PublishControl(SomeControl.New());
        exporter.Publish(Some.Node(1).WithGpu(_gpu));
        _elapsed.Advance(TimeSpan.FromSeconds(2));
        exporter.Publish(Some.Node(2).WithGpu(_gpu) with { At = Some.Start + Duration.FromSeconds(step) });
        _elapsed.Advance(TimeSpan.FromSeconds(1));
        exporter.Publish(Some.Node(2).WithGpu(_gpu));

        Assert.Equal((2, 0), await BusyAndUnavailableAsync(exporter));
    }

    [Theory]
    [InlineData(3600, 1, 3600)]
    [InlineData(-3600, 1, 0)]
    [InlineData(30, 31, 0)]
    public async Task Publish_WithoutAClockOfItsOwn_GoesByTheSnapshotsAndOutlivesSteps(int step, double busy, double unavailable)
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.PublishControl(SomeControl.New());
        exporter.Publish(Some.Node(1).WithGpu(_gpu));
        exporter.Publish(Some.Node(2).WithGpu(_gpu) with { At = Some.Start + Duration.FromSeconds(1 + step) });
        exporter.Publish(Some.Node(3).WithGpu(_gpu) with { At = Some.Start + Duration.FromSeconds(2 + step) });

        Assert.Equal((busy, unavailable), await BusyAndUnavailableAsync(exporter));
    }

    [Fact]
    public async Task Publish_BeforeTheFirstReport_IsCountedWhenItComes()
    {
        using MetricsExporter exporter = new(TestOptions.Default, _elapsed);
        exporter.Publish(Some.Node(1).WithGpu(_gpu));
        _elapsed.Advance(TimeSpan.FromSeconds(10));
        exporter.Publish(Some.Node(2).WithGpu(_gpu));
        exporter.PublishControl(SomeControl.New());

        Assert.Equal((10, 0), await BusyAndUnavailableAsync(exporter));
    }

    private async Task<(double Busy, double Unavailable)> BusyAndUnavailableAsync(MetricsExporter exporter)
    {
        Page page = await Page.ReadAsync(exporter);
        return (page[Series("busy")], page[Series("unavailable")]);
    }

    private string Series(string state) => $"gpu_optimizer_device_state_seconds_total{{gpu_uuid=\"{_gpu.Uuid}\",state=\"{state}\"}}";
}
