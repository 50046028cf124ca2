using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Loop;

/// <summary>How the loop works; every default is the shipped one.</summary>
public sealed record ControlOptions
{
    /// <summary>How far it goes by itself.</summary>
    public OperatingMode Mode { get; init; } = OperatingMode.Observe;

    /// <summary>The operator's terms.</summary>
    public PolicyTerms Terms { get; init; } = new();

    /// <summary>Tenants with terms of their own, ordered by name.</summary>
    public ValueArray<TenantTerms> Tenants { get; init; } = [];

    /// <summary>Time between two plans while nothing is in flight. Doubled, a rise in demand is answered a minute later; halved, planning costs twice the CPU.</summary>
    public Duration PlanPeriod { get; init; } = Duration.FromSeconds(60);

    /// <summary>Readings older than this hold everything. Doubled, a hung driver is acted on for twice as long.</summary>
    public Duration MostReadingAge { get; init; } = Duration.FromSeconds(30);

    /// <summary>Attempts at one step before the plan is undone. An instance in use is mostly free again within a minute; doubled, a plan that cannot go on blocks others for twice as long.</summary>
    public int MostAttempts { get; init; } = 4;

    /// <summary>Wait before a step is tried again; doubles with each attempt.</summary>
    public Duration RetryAfter { get; init; } = Duration.FromSeconds(10);

    /// <summary>A plan in flight without progress for this long is undone: the facts it was made from are gone. Doubled, a node that was down for half an hour goes on with what it had begun.</summary>
    public Duration MostPlanAge { get; init; } = Duration.FromMinutes(15);

    /// <summary>Longest a replica may take to become ready, when its declared or measured restart says less. Doubled, a workload that never gets ready holds its GPU for twice as long.</summary>
    public Duration LeastStartDeadline { get; init; } = Duration.FromMinutes(2);

    /// <summary>Time on top of a workload's grace in which it must have stopped.</summary>
    public Duration StopMargin { get; init; } = Duration.FromMinutes(1);

    /// <summary>Plans in a row that ended failed or rolled back after which it only recommends; 0: never. Doubled, twice as many moves are spent on something that does not work.</summary>
    public int DemoteAfterFailures { get; init; } = 3;

    /// <summary>Time without positive forecast skill on any workload after which plans want approval; zero: never. A day covers one bad morning.</summary>
    public Duration DemoteAfterLowConfidence { get; init; } = Duration.FromHours(24);

    /// <summary>After a reboot the last committed layout is made again before anything else.</summary>
    public bool RestoreAtBoot { get; init; } = true;

    /// <summary>Time between two savings of what was learned.</summary>
    public Duration KeepPeriod { get; init; } = Duration.FromMinutes(10);

    /// <summary>Where prices come from, for reports: <c>config</c> or <c>default</c>.</summary>
    public string PriceSource { get; init; } = "default";
}
