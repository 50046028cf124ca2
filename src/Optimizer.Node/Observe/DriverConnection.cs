using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;

namespace Optimizer.Node.Observe;

/// <summary>Keeps NVML open for the sampler: opens it, opens it again after trouble, and waits longer each time it is not there.</summary>
internal sealed class DriverConnection(NvmlSession session, INvmlExecutor executor, SamplerOptions options)
{
    private readonly Backoff _backoff = new(options.DriverRetryMin, options.DriverRetryMax);
    private readonly long[] _reopened = new long[Enum.GetValues<ReinitializationReason>().Length];
    private ReinitializationReason? _closedFor;
    private Task? _stuck;

    /// <summary>Why NVML is not open, one sentence; null while it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Session the library belongs to.</summary>
    public NvmlSession Session => session;

    /// <summary>How often NVML was opened again, ordered by reason.</summary>
    public ValueArray<ReinitializationCount> Reopened =>
        _reopened.Select(static (count, reason) => new ReinitializationCount((ReinitializationReason)reason, count)).ToValueArray();

    /// <summary>Opens NVML when it is not open and an attempt is due.</summary>
    /// <returns>True when it is open.</returns>
    public async Task<bool> EnsureOpenAsync(Duration uptime, CancellationToken cancellationToken)
    {
        if (session.State == NvmlSessionState.Open)
        {
            return true;
        }

        if (_stuck is { IsCompleted: false } || !_backoff.IsDue(uptime))
        {
            return false;
        }

        switch (await executor.RunAsync(session.Open, cancellationToken))
        {
            case NvmlRun<NvmlOpening>.Completed { Value.IsSuccess: true }:
                Opened();
                return true;
            case NvmlRun<NvmlOpening>.Completed completed:
                Trouble = completed.Value.Trouble;
                _closedFor ??= ReinitializationReason.DriverReload;
                _backoff.Failed(uptime);
                return false;
            case NvmlRun<NvmlOpening>.Late late:
                Abandon(NvmlFunction.Init_v2, late.Elapsed, late.Unwound);
                _backoff.Failed(uptime);
                return false;
            default:
                throw new InvalidOperationException("An NVML job ends completed or late.");
        }
    }

    /// <summary>Closes NVML, to open it anew in the next cycle.</summary>
    public async Task CloseAsync(ReinitializationReason reason, string trouble, CancellationToken cancellationToken)
    {
        _closedFor = reason;
        Trouble = trouble;
        NvmlRun<bool> run = await executor.RunAsync(
            () =>
            {
                session.Close();
                return true;
            },
            cancellationToken);
        if (run is NvmlRun<bool>.Late late)
        {
            Abandon(late.Function ?? NvmlFunction.Shutdown, late.Elapsed, late.Unwound);
        }
    }

    /// <summary>Notes that the next opening follows a lease.</summary>
    public void Lent() => _closedFor = ReinitializationReason.Repartition;

    /// <summary>Gives up the open library after a call that concerns all GPUs did not come back.</summary>
    public void Abandon(NvmlFunction function, TimeSpan elapsed, Task unwound)
    {
        session.Abandon();
        _stuck = unwound;
        _closedFor = ReinitializationReason.Stuck;
        Trouble = $"{function.CName()} has not come back after {elapsed.TotalSeconds:0.0} s; NVML is tried again when it does "
            + "(check dmesg and processes in state D; a reboot may be needed).";
    }

    /// <summary>Whether a code means that the driver itself, not one GPU, is gone.</summary>
    public static ReinitializationReason? ReasonOf(NvmlReturn code) => code switch
    {
        NvmlReturn.Uninitialized => ReinitializationReason.Lost,
        NvmlReturn.DriverNotLoaded or NvmlReturn.LibRmVersionMismatch => ReinitializationReason.DriverReload,
        _ => null,
    };

    private void Opened()
    {
        _backoff.Succeeded();
        Trouble = null;
        _stuck = null;
        if (session.Epoch > 1)
        {
            _reopened[(int)(_closedFor ?? ReinitializationReason.Lost)]++;
        }

        _closedFor = null;
    }
}
