using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Threading;

namespace Optimizer.Node.Observe;

/// <content>What a cycle does about calls that hang, readings that surprise, GPUs that are lost and drivers that go away.</content>
public sealed partial class NodeSampler
{
    private void MarkStuck(GpuObserver gpu, NvmlFunction? function, TimeSpan elapsed, Task unwound)
    {
        _lateJobs++;
        gpu.StuckTrouble = function is NvmlFunction call
            ? $"{call.CName()} on {gpu.Uuid} has not come back after {elapsed.TotalSeconds:0.0} s; the GPU is left alone until it does."
            : $"{gpu.Uuid} was not asked: {NvmlThread.MaxStuckThreads} calls into NVML have not come back.";
        gpu.Stuck = unwound;
        _session.Hold(unwound);
        _collectors.Failed(Collector.Inventory, gpu.StuckTrouble);
    }

    // Recovers from readings no rule foresaw (a driver's wild numbers, a mistake of ours): they cost one GPU's cycle, not the daemon.
    private GpuSnapshot Guarded(GpuObserver gpu, NvmlLibrary nvml, Cycle cycle)
    {
        try
        {
            return gpu.Observe(nvml, cycle);
        }
#pragma warning disable CA1031 // whatever it was: a snapshot without one GPU is better than no daemon
        catch (Exception surprise) when (surprise is not NvmlAbandonedException)
#pragma warning restore CA1031
        {
            if (Find(_latest, gpu.Uuid) is not { Availability: GpuAvailability.Lost })
            {
                LogSurprise(_logger, surprise, gpu.Uuid); // once, not each second
            }

            string trouble = $"Reading {gpu.Uuid} failed inside the daemon: {surprise.Message} Please report this with the log.";
            _collectors.Failed(Collector.Inventory, trouble);
            return gpu.Lost(trouble);
        }
    }

    // A code that says the driver is gone closes the session for everyone; a lost GPU alone does not, or one dead board would silence the rest.
    private async Task ReactAsync(CancellationToken cancellationToken)
    {
        foreach (GpuObserver gpu in _fleet.All)
        {
            if (!gpu.IsStuck && DriverConnection.ReasonOf(gpu.TroubleCode) is ReinitializationReason reason)
            {
                await _connection.CloseAsync(reason, gpu.Trouble ?? "The driver is gone.", _uptime, cancellationToken);
                return;
            }
        }

        if (!_fleet.AnyLost)
        {
            _lostRetry.Succeeded();
            _lostBefore = false;
        }
        else if (_fleet.NoneStuck)
        {
            await LookForLostAsync(cancellationToken);
        }
    }

    // A GPU that came back after a reset may be seen only by a session opened after it. Looked for rarely, since opening attaches every GPU, and
    // never where closing as the last client could cost a layout: without persistence mode the driver forgets instances with its last client.
    private async Task LookForLostAsync(CancellationToken cancellationToken)
    {
        if (!_lostBefore)
        {
            _lostBefore = true;
            _lostRetry.Failed(_uptime);
        }
        else if (_lostRetry.IsDue(_uptime) && !_fleet.All.Any(static gpu => gpu.WouldLoseItsLayout))
        {
            _lostRetry.Failed(_uptime);
            await _connection.CloseAsync(ReinitializationReason.Lost, "NVML is opened again to look for a lost GPU.", null, cancellationToken);
        }
    }

    private void ReleaseDriverObjects()
    {
        CloseEvents();
        foreach (GpuObserver gpu in _fleet.All)
        {
            if (!gpu.IsStuck)
            {
                gpu.Dispose();
            }
        }
    }
}
