using System.Collections.Immutable;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Simulation.Auditing;

namespace Optimizer.Host.Replay;

/// <summary>What a replay came to. Definitions are in decisions/replay.md.</summary>
internal sealed record ReplaySummary
{
    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Time GPUs had a replica; hours.</summary>
    public required double GpuHours { get; init; }

    /// <summary>Most GPUs in use at once.</summary>
    public required int PeakGpus { get; init; }

    /// <summary>Time of services with less ready than asked for; minutes, summed over services.</summary>
    public required double ViolationMinutes { get; init; }

    /// <summary>The same in percent of the time of all services.</summary>
    public required double ViolationPercent { get; init; }

    /// <summary>Requests beyond what was ready when they came.</summary>
    public required double Unmet { get; init; }

    /// <summary>Requests that came.</summary>
    public required double Arrived { get; init; }

    /// <summary>Plans that created or destroyed an instance.</summary>
    public required int LayoutChanges { get; init; }

    /// <summary>Replicas that were started in place of another.</summary>
    public required int Moves { get; init; }

    /// <summary>Made and removed again within half an hour, or the other way.</summary>
    public required int Flaps { get; init; }

    /// <summary>Energy of all GPUs, the idle ones included; kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>GPU time in use and energy at the configured prices.</summary>
    public required double Cost { get; init; }

    /// <summary>Time of guaranteed services below their floor after an order to stop; seconds.</summary>
    public required double BelowFloorByOrderSeconds { get; init; }

    /// <summary>Replicas stopped that nobody may stop.</summary>
    public required int UnmovableStopped { get; init; }

    /// <summary>Replicas killed with their instance.</summary>
    public required int Killed { get; init; }

    /// <summary>Plans that acted, by how they ended.</summary>
    public required ImmutableSortedDictionary<PlanLife, int> Plans { get; init; }

    /// <summary>Ticks in which each interlock held.</summary>
    public required ImmutableSortedDictionary<string, long> Holds { get; init; }

    /// <summary>Real time of the ticks that planned: median; null when none did.</summary>
    public double? PlannerMillisecondsP50 { get; init; }

    /// <summary>The same, 99th percentile.</summary>
    public double? PlannerMillisecondsP99 { get; init; }

    /// <summary>Sums up.</summary>
    public static ReplaySummary Of(string policy, SimulationAudit audit, ReplayLedger ledger, ReplayRun run, ReplayTimings timings) => new()
    {
        Policy = policy,
        GpuHours = audit.GpuHoursInUse,
        PeakGpus = ledger.PeakGpus,
        ViolationMinutes = audit.ViolationSeconds / 60,
        ViolationPercent = 100 * audit.ViolationSeconds / Math.Max(1, audit.Seconds * audit.Services.Length),
        Unmet = audit.Unmet,
        Arrived = audit.Services.Sum(static service => service.Arrived),
        LayoutChanges = run.Decisions.Count(static plan => plan.Steps.Any(step => step.State == StepState.Applied && plan.Plan.Steps[step.Index] is PlanStep.CreateInstance or PlanStep.DestroyInstance)),
        Moves = audit.Services.Sum(static service => service.Moves),
        Flaps = run.Flaps,
        EnergyKwh = audit.Joules / 3.6e6,
        Cost = ledger.Cost,
        BelowFloorByOrderSeconds = audit.Services.Sum(static service => service.BelowFloorByOrderSeconds),
        UnmovableStopped = audit.UnmovableStopped,
        Killed = audit.Killed,
        Plans = run.Decisions.GroupBy(static plan => plan.Life).ToImmutableSortedDictionary(static same => same.Key, static same => same.Count()),
        Holds = run.Holds.ToImmutableSortedDictionary(StringComparer.Ordinal),
        PlannerMillisecondsP50 = timings.PlanningPercentile(0.5),
        PlannerMillisecondsP99 = timings.PlanningPercentile(0.99),
    };
}
