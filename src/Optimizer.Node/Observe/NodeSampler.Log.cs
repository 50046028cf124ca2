using Microsoft.Extensions.Logging;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Observe;

/// <content>What is said: changes, once each.</content>
public sealed partial class NodeSampler
{
    private readonly ILogger _logger;
    private string? _eventTrouble;

    private void LogChanges(NodeSnapshot? before, NodeSnapshot now)
    {
        if (now.Health.DriverTrouble is string trouble && trouble != before?.Health.DriverTrouble)
        {
            LogNoDriver(_logger, trouble);
        }

        if (now.Driver is DriverVersions driver && driver != before?.Driver)
        {
            LogDriver(_logger, driver.Driver, driver.Cuda ?? "unknown", now.Gpus.Count);
        }

        foreach (GpuSnapshot gpu in now.Gpus)
        {
            LogGpu(Find(before, gpu.Uuid), gpu);
        }
    }

    private void LogGpu(GpuSnapshot? before, GpuSnapshot now)
    {
        if (now.Availability != GpuAvailability.Up && before?.Availability != now.Availability)
        {
            LogGpuDown(_logger, now.Uuid, now.Identity.Index, now.Trouble ?? "no reason given");
        }
        else if (now.Availability == GpuAvailability.Up && before is not null && before.Availability != GpuAvailability.Up)
        {
            LogGpuBack(_logger, now.Uuid, now.Identity.Index);
        }

        if (now.Mig is MigReading mig && before?.Mig is MigReading old && mig.Generation != old.Generation)
        {
            string actor = mig.ChangesByOthers > old.ChangesByOthers ? "someone else" : "the optimizer";
            LogLayout(_logger, now.Uuid, now.Identity.Index, old.Layout, mig.Layout, actor);
        }
    }

    private static GpuSnapshot? Find(NodeSnapshot? snapshot, GpuUuid uuid)
    {
        foreach (GpuSnapshot gpu in snapshot?.Gpus ?? [])
        {
            if (gpu.Uuid == uuid)
            {
                return gpu;
            }
        }

        return null;
    }

    [LoggerMessage(100, LogLevel.Warning, "No GPU can be observed: {Trouble}")]
    private static partial void LogNoDriver(ILogger logger, string trouble);

    [LoggerMessage(101, LogLevel.Information, "Driver {Driver} (CUDA {Cuda}) with {Gpus} GPUs.")]
    private static partial void LogDriver(ILogger logger, string driver, string cuda, int gpus);

    [LoggerMessage(102, LogLevel.Error, "GPU {Index} {Gpu} does not answer: {Trouble}")]
    private static partial void LogGpuDown(ILogger logger, GpuUuid gpu, uint index, string trouble);

    [LoggerMessage(103, LogLevel.Information, "GPU {Index} {Gpu} answers again.")]
    private static partial void LogGpuBack(ILogger logger, GpuUuid gpu, uint index);

    [LoggerMessage(104, LogLevel.Information, "GPU {Index} {Gpu} went from layout {Before} to {Now}, changed by {Actor}.")]
    private static partial void LogLayout(ILogger logger, GpuUuid gpu, uint index, string before, string now, string actor);

    [LoggerMessage(105, LogLevel.Warning, "GPU {Gpu} reported XID {Xid} (GPU instance {Instance}).")]
    private static partial void LogXid(ILogger logger, string gpu, ulong xid, uint? instance);

    [LoggerMessage(106, LogLevel.Error, "Reading GPU {Gpu} failed inside the daemon; its readings are absent for this cycle.")]
    private static partial void LogSurprise(ILogger logger, Exception surprise, GpuUuid gpu);
}
