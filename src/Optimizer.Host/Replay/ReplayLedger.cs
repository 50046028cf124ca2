using System.Collections.Immutable;
using NodaTime;
using Optimizer.Planning.Terms;
using Optimizer.Simulation.Auditing;

namespace Optimizer.Host.Replay;

/// <summary>Books a replay by windows from the simulation's own audit, which shares no code with whoever plans.</summary>
/// <param name="services">Names, ordered (ordinal), as the audit has them.</param>
/// <param name="windowSeconds">Length of a window.</param>
/// <param name="firstSeconds">Where the first starts.</param>
/// <param name="prices">Prices.</param>
/// <param name="gpuHour">Price of an hour of a GPU of this model.</param>
internal sealed class ReplayLedger(ImmutableArray<string> services, int windowSeconds, long firstSeconds, PriceTerms prices, double gpuHour)
{
    private readonly ImmutableArray<ReplayWindow>.Builder _windows = ImmutableArray.CreateBuilder<ReplayWindow>();
    private SimulationAudit? _opened;
    private SimulationAudit? _last;
    private int _peakOfWindow;

    /// <summary>Names of the services, in the order of every window.</summary>
    public ImmutableArray<string> Services => services;

    /// <summary>Windows that have ended.</summary>
    public IReadOnlyList<ReplayWindow> Windows => _windows;

    /// <summary>Most GPUs in use at any look.</summary>
    public int PeakGpus { get; private set; }

    /// <summary>Price of the GPU time and the energy so far.</summary>
    public double Cost { get; private set; }

    /// <summary>So many GPUs are in use now.</summary>
    public void InUse(int gpus)
    {
        _peakOfWindow = Math.Max(_peakOfWindow, gpus);
        PeakGpus = Math.Max(PeakGpus, gpus);
    }

    /// <summary>Time has passed.</summary>
    /// <param name="audit">The node's audit now.</param>
    /// <param name="now">When.</param>
    /// <param name="windowEnds">A window ends here.</param>
    public void Pass(SimulationAudit audit, Instant now, bool windowEnds)
    {
        if (_last is { } before)
        {
            double kilowattHours = (audit.Joules - before.Joules) / 3.6e6;
            Cost += ((audit.GpuHoursInUse - before.GpuHoursInUse) * gpuHour) + (kilowattHours * prices.PowerUsageEffectiveness * prices.Energy.PriceAt(now));
        }

        if (windowEnds && _opened is { } opened)
        {
            _windows.Add(Between(opened, audit));
            _peakOfWindow = 0;
        }

        _opened = windowEnds || _opened is null ? audit : _opened;
        _last = audit;
    }

    private ReplayWindow Between(SimulationAudit from, SimulationAudit to) => new(
        firstSeconds + ((long)_windows.Count * windowSeconds),
        [.. from.Services.Zip(to.Services, (before, after) => new ReplayServiceWindow(
            (after.Arrived - before.Arrived) / windowSeconds,
            (after.Capacity - before.Capacity) / windowSeconds,
            after.Unmet - before.Unmet,
            after.ViolationSeconds - before.ViolationSeconds))],
        (to.GpuHoursInUse - from.GpuHoursInUse) * 3600 / windowSeconds,
        _peakOfWindow);
}
