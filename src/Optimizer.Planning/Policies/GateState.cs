using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning.Policies;

/// <summary>What the gates leave free at one moment.</summary>
public sealed record GateState
{
    /// <summary>Deepest rung a step may have now. Null: nothing at all may be done.</summary>
    public required DisruptionRung? Deepest { get; init; }

    /// <summary>Why nobody may be moved now; null when moves are possible. The first in the order: freeze, policy, rung, window, budget, dwell of every GPU.</summary>
    public required HoldReason? MovesHeld { get; init; }

    /// <summary>Moves of the last 24 h.</summary>
    public required int MovesUsed { get; init; }

    /// <summary>Moves the budget leaves, whatever windows and freezes say; 0 or more.</summary>
    public required int MovesLeft { get; init; }

    /// <summary>Budgets of the tenants that have workloads, terms or moves, ordered by name (ordinal).</summary>
    public required ValueArray<TenantBudget> Tenants { get; init; }

    /// <summary>GPUs of the problem that rest after a move, in its order.</summary>
    public required ValueArray<GpuDwell> Dwelling { get; init; }

    /// <summary>A window is open, or there are none.</summary>
    public required bool WindowOpen { get; init; }

    /// <summary>First moment from now on with a window open and no freeze; null when there is none within a year.</summary>
    public required Instant? OpensAt { get; init; }

    /// <summary>A freeze is in force.</summary>
    public required bool Frozen { get; init; }

    /// <summary>When the freeze ends; null: none in force, or one without an end.</summary>
    public required Instant? FrozenUntil { get; init; }

    /// <summary>How many replicas on each profile may move in one plan, ordered by profile (ordinal).</summary>
    public required ValueArray<ProfileShare> Shares { get; init; }

    /// <summary>What a person must know, one sentence each, what holds first.</summary>
    public required ValueArray<string> Sentences { get; init; }

    /// <summary>Moves a plan may make now: <see cref="MovesLeft"/>, or none when they are held.</summary>
    public int MovesNow => MovesHeld is null ? MovesLeft : 0;

    /// <summary>A GPU rests after a move.</summary>
    public bool Rests(GpuUuid gpu) => Dwelling.Any(dwell => dwell.Gpu == gpu);

    /// <summary>The same as a search wants it. Dwell and the share per profile are not in it: they are about single GPUs and profiles.</summary>
    public SearchFreedom Freedom() => new()
    {
        MayDestroyIdle = Deepest >= DisruptionRung.IdleInstance,
        MaxMoves = MovesNow,
        MaxMovesByTenant = Tenants.ToDictionary(budget => budget.Tenant, budget => Math.Min(budget.Left, MovesNow), StringComparer.Ordinal),
        MayToggleMig = Deepest >= DisruptionRung.MigMode,
    };
}
