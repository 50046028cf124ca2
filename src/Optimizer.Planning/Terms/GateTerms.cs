using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Terms;

/// <summary>When the daemon may disrupt. Steps that move nobody and destroy nothing pass every gate but the freeze.</summary>
public sealed record GateTerms
{
    /// <summary>Deepest rung a plan may use.</summary>
    public DisruptionRung DeepestRung { get; init; } = DisruptionRung.Move;

    /// <summary>Benefit over the horizon must be this many times the cost of a plan's starts and instance changes, when it moves somebody. Doubled, fewer moves are made.</summary>
    public double BenefitRatio { get; init; } = 2.0;

    /// <summary>Shortest time between two plans that move replicas on one GPU. Doubled, flapping and following both halve.</summary>
    public Duration Dwell { get; init; } = Duration.FromMinutes(15);

    /// <summary>Most moves a day on the node, counted over the last 24 h; what cuts deeper than a move counts as one. Doubled, a bad day of flapping costs twice as much.</summary>
    public int MovesPerDay { get; init; } = 50;

    /// <summary>Most moves a day of one tenant's replicas, counted over the last 24 h. At 50 a single tenant could spend the node's whole budget.</summary>
    public int MovesPerTenantPerDay { get; init; } = 20;

    /// <summary>Largest share of the instances of one profile that may move in one plan, 0 to 1; one may always move. Doubled, two thirds of a service may restart at once.</summary>
    public double MaxShareMoving { get; init; } = 0.34;

    /// <summary>Weekly times anything deeper than <see cref="DisruptionRung.FreeSpace"/> is allowed; empty: always.</summary>
    public ValueArray<WeeklyWindow> Windows { get; init; } = [];

    /// <summary>Times nothing at all is changed, ordered by start.</summary>
    public ValueArray<Interval> Freezes { get; init; } = [];

    /// <summary>IANA name of the zone the windows are in.</summary>
    public string TimeZone { get; init; } = "UTC";
}
