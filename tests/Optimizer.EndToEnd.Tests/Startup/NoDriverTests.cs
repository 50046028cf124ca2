using System.Text.Json;
using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Pages;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Startup;

/// <summary>The daemon on a node without a driver: a normal state, which it serves and explains.</summary>
public sealed class NoDriverTests
{
    [Fact]
    public async Task Run_NoDriver_ServesNoDevicesAndWarnsOnce()
    {
        using TestFolder folder = new();

        // A library that no driver package installs, so that the test is the same on a machine with GPUs.
        string config = folder.Write("config.yaml", "nvml: { library: libnvidia-ml-absent.so.1 }\nsampler: { period_seconds: 0.1, driver_retry_min_seconds: 0.1 }\n");
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(0, "--config", config, "--state", folder.Path);
        await daemon.ReadyAsync();
        await Eventually.Is("the driver was tried more than once", () => SequenceAsync(daemon), static sequence => sequence >= 10);

        string page = await daemon.MetricsAsync();

        Assert.Equal("gpu_optimizer_devices{state=\"visible\"} 0", PageText.SeriesOf(page, "devices")[0]);
        Assert.Contains("gpu_optimizer_collector_up{collector=\"inventory\"} 0", page);
        Assert.Empty(PageText.SeriesOf(page, "driver_info"));
        Assert.Empty(PageText.SeriesOf(page, "device_up"));
        string warning = Assert.Single(daemon.Process.Error.Split('\n'), static line => line.Contains(" warn: ", StringComparison.Ordinal));
        Assert.Contains("No GPU can be observed: Could not load libnvidia-ml-absent.so.1: install the NVIDIA driver, or set nvml.library", warning);
    }

    private static async Task<long> SequenceAsync(DaemonProcess daemon)
    {
        using JsonDocument snapshot = JsonDocument.Parse(await daemon.Client.GetStringAsync("/api/v1/snapshot"));
        return snapshot.RootElement.GetProperty("sequence").GetInt64();
    }
}
