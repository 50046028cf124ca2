using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;

namespace Optimizer.Node.Observe;

/// <content>Jobs of those who change a GPU: between two cycles, on the same executor, under the same rules about calls that hang.</content>
public sealed partial class NodeSampler
{
    // The waiting thread looks up every quarter second; longer means that it hangs in the driver, and then this process holds the GPU anyway.
    private static readonly TimeSpan EventPatience = TimeSpan.FromSeconds(2);

    private bool _eventsFreed;

    /// <summary>Runs a job about one GPU while no cycle is at work.</summary>
    /// <typeparam name="T">What it computes.</typeparam>
    /// <param name="uuid">The GPU; one that was never sampled is fine.</param>
    /// <param name="free">What of the sampler's own is freed first, because it would hold the GPU.</param>
    /// <param name="callDeadline">How long one call of it may take; null for the usual deadline.</param>
    /// <param name="job">The work; it resolves its own handles and keeps none.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn; a job that began is not interrupted.</param>
    internal async Task<GpuRun<T>> RunOnAsync<T>(
        GpuUuid uuid, DriverObjects free, TimeSpan? callDeadline, Func<NvmlLibrary, T> job, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_session.State == NvmlSessionState.Lent || !await _connection.EnsureOpenAsync(_uptime, cancellationToken))
            {
                return new GpuRun<T>.Unavailable(_connection.Trouble ?? "NVML is closed for a reset in progress.", null);
            }

            GpuObserver? gpu = _fleet.Find(uuid);
            if (gpu is { IsStuck: true })
            {
                return new GpuRun<T>.Unavailable(gpu.StuckTrouble, gpu.Stuck);
            }

            if (free == DriverObjects.SamplesAndEvents && await FreeEventsAsync(cancellationToken) is string trouble)
            {
                return new GpuRun<T>.Unavailable(trouble, null);
            }

            return await RunOnAsync(uuid, free == DriverObjects.None ? null : gpu, gpu, callDeadline, job, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Some other GPU whose instances the driver may forget when this process closes NVML as its last client; null when there is none.</summary>
    internal GpuUuid? OtherThatWouldLoseItsLayout(GpuUuid except)
    {
        foreach (GpuObserver gpu in _fleet.All)
        {
            if (gpu.Uuid != except && gpu.WouldLoseItsLayout)
            {
                return gpu.Uuid;
            }
        }

        return null;
    }

    private async Task<GpuRun<T>> RunOnAsync<T>(
        GpuUuid uuid, GpuObserver? freed, GpuObserver? gpu, TimeSpan? callDeadline, Func<NvmlLibrary, T> job, CancellationToken cancellationToken)
    {
        NvmlRun<(bool Ran, T Value)> run = await _executor.RunAsync(
            () =>
            {
                if (!_session.TryGet(out NvmlLibrary? nvml))
                {
                    return (false, default!);
                }

                // Samples of another session died with it; freeing them again would free somebody else's.
                if (freed is not null && freed.Epoch == _session.Epoch)
                {
                    freed.ReleaseSamples();
                }

                return (true, job(nvml));
            },
            callDeadline,
            cancellationToken);
        switch (run)
        {
            case NvmlRun<(bool Ran, T Value)>.Completed { Value.Ran: true } completed:
                return new GpuRun<T>.Completed(completed.Value.Value);
            case NvmlRun<(bool Ran, T Value)>.Late late:
                if (gpu is not null)
                {
                    MarkStuck(gpu, late.Function, late.Elapsed, late.Unwound);
                }
                else
                {
                    _session.Hold(late.Unwound);
                }

                string call = late.Function is NvmlFunction function
                    ? $"{function.CName()} on {uuid} has not come back after {late.Elapsed.TotalSeconds:0.0} s"
                    : $"{uuid} was not asked: too many calls into NVML have not come back";
                return new GpuRun<T>.Unavailable($"{call} (check dmesg and processes in state D).", late.Unwound);
            default:
                return new GpuRun<T>.Unavailable("NVML is not open.", null);
        }
    }

    // An event set is a client of every GPU it listens to: on Ampere it alone keeps the MIG mode from changing.
    private async Task<string?> FreeEventsAsync(CancellationToken cancellationToken)
    {
        Task left = Task.CompletedTask;
        NvmlRun<bool> run = await _executor.RunAsync(
            () =>
            {
                left = _events.Close();
                _session.Hold(left);
                return true;
            },
            cancellationToken);
        _eventsFreed = true;
        if (run is NvmlRun<bool>.Late late)
        {
            _session.Hold(late.Unwound);
            _eventsStuck = late.Unwound;
            return "Freeing the event set has not come back, so this process still holds the GPU.";
        }

        await Task.WhenAny(left, Task.Delay(EventPatience, _clocks.Stopwatch, cancellationToken));
        return left.IsCompleted ? null : "The thread that waits for events has not left the driver, so this process still holds the GPU.";
    }
}
