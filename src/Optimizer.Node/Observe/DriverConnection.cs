using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;

namespace Optimizer.Node.Observe;

/// <summary>Keeps NVML open for the sampler: opens it, opens it again after trouble, and waits longer each time it does not stay open.</summary>
internal sealed class DriverConnection(NvmlSession session, INvmlExecutor executor, TimeProvider stopwatch, SamplerOptions options)
{
    // Without persistence mode opening wakes every GPU, which takes seconds each; the usual deadline would call that a hang for ever.
    private static readonly TimeSpan OpenDeadline = TimeSpan.FromMinutes(2);

    // How long a cycle waits for it before it goes on without GPUs and looks again in the next.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A session that lived that long was a success; one that dies sooner is tried again ever more rarely.
    private static readonly Duration GoodLife = Duration.FromSeconds(10);

    private readonly Backoff _backoff = new(options.DriverRetryMin, options.DriverRetryMax);
    private readonly long[] _reopened = new long[Enum.GetValues<ReinitializationReason>().Length];
    private ReinitializationReason? _closedFor;
    private Task<NvmlRun<NvmlOpening>>? _opening;
    private Duration _openedAt;
    private Task? _stuck;

    /// <summary>Why NVML is not open, one sentence; null while it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>How often NVML was opened again, ordered by reason.</summary>
    public ValueArray<ReinitializationCount> Reopened =>
        _reopened.Select(static (count, reason) => new ReinitializationCount((ReinitializationReason)reason, count)).ToValueArray();

    /// <summary>Opens NVML when it is not open and an attempt is due.</summary>
    /// <returns>True when it is open.</returns>
    public async Task<bool> EnsureOpenAsync(Duration uptime, CancellationToken cancellationToken)
    {
        if (session.State == NvmlSessionState.Open)
        {
            if (uptime - _openedAt >= GoodLife)
            {
                _backoff.Succeeded();
            }

            return true;
        }

        if (_stuck is { IsCompleted: false } || (_opening is null && !_backoff.IsDue(uptime)))
        {
            return false;
        }

        _opening ??= executor.RunAsync(session.Open, OpenDeadline, CancellationToken.None);
        if (!_opening.IsCompleted && await Task.WhenAny(_opening, Task.Delay(Patience, stopwatch, cancellationToken)) != _opening)
        {
            Trouble = "The driver is still being initialised (nvmlInit_v2 has not come back yet; without persistence mode this takes seconds per GPU).";
            return false;
        }

        NvmlRun<NvmlOpening> run = await _opening;
        _opening = null;
        return Conclude(run, uptime);
    }

    /// <summary>Closes NVML, to open it anew.</summary>
    /// <param name="reason">What the next opening is counted under.</param>
    /// <param name="trouble">Why, one sentence.</param>
    /// <param name="retryAt">Uptime from which the wait before the next attempt counts; null to open again in the next cycle.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn.</param>
    public async Task CloseAsync(ReinitializationReason reason, string trouble, Duration? retryAt, CancellationToken cancellationToken)
    {
        _closedFor = reason;
        Trouble = trouble;
        if (retryAt is Duration uptime)
        {
            _backoff.Failed(uptime);
        }

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

    /// <summary>Closes NVML and keeps it closed until the lease is given back.</summary>
    /// <exception cref="InvalidOperationException">It is lent already, or a call has not come back, so that this process still holds the driver.</exception>
    public async Task<NvmlLease> LendAsync(Duration uptime, CancellationToken cancellationToken)
    {
        await EndOpeningAsync(uptime, cancellationToken);
        if (_stuck is { IsCompleted: false })
        {
            throw new InvalidOperationException($"NVML cannot be lent: a call into it has not come back. {Trouble}");
        }

        switch (await executor.RunAsync(session.Lend, cancellationToken))
        {
            case NvmlRun<NvmlLease>.Completed lent:
                _closedFor = ReinitializationReason.Repartition;
                return lent.Value;
            case NvmlRun<NvmlLease>.Late late:
                Abandon(late.Function ?? NvmlFunction.Shutdown, late.Elapsed, late.Unwound);
                throw new InvalidOperationException($"NVML could not be closed. {Trouble}");
            default:
                throw new InvalidOperationException("An NVML job ends completed or late.");
        }
    }

    /// <summary>Gives up the open library after a call that concerns all GPUs did not come back.</summary>
    public void Abandon(NvmlFunction function, TimeSpan elapsed, Task unwound)
    {
        session.Abandon(unwound);
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

    // An opening that outlasted a cycle's patience belongs to the session before the lease: kept, its success would be told of a session that is closed.
    private async Task EndOpeningAsync(Duration uptime, CancellationToken cancellationToken)
    {
        if (_opening is Task<NvmlRun<NvmlOpening>> opening)
        {
            NvmlRun<NvmlOpening> run = await opening.WaitAsync(cancellationToken);
            _opening = null;
            Conclude(run, uptime);
        }
    }

    private bool Conclude(NvmlRun<NvmlOpening> run, Duration uptime)
    {
        switch (run)
        {
            case NvmlRun<NvmlOpening>.Completed { Value.IsSuccess: true }:
                Trouble = null;
                _openedAt = uptime;
                if (session.Epoch > 1)
                {
                    _reopened[(int)(_closedFor ?? ReinitializationReason.Lost)]++;
                }

                _closedFor = null;
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
}
