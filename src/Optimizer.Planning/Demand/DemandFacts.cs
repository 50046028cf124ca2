using NodaTime;
using Optimizer.Model.Demand;
using Optimizer.Planning.Policies;

namespace Optimizer.Planning.Demand;

/// <summary>What is known of one workload's demand at one moment. Rates are in the workload's own unit, mostly requests per second.</summary>
public sealed record DemandFacts
{
    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>How to read it.</summary>
    public required PlanningPolicy Policy { get; init; }

    /// <summary>The forecast of its demand; null when it has no such series.</summary>
    public SeriesForecast? Forecast { get; init; }

    /// <summary>Demand seen now, from a source newer than the forecast's last bin; null: the forecast's last bin counts while it is fresh.</summary>
    public double? ObservedNow { get; init; }

    /// <summary>Highest demand seen over the last <see cref="Horizon"/>; null: not known, and then falling is slowed by the forecast alone.</summary>
    public double? RecentPeak { get; init; }

    /// <summary>What its present seats serve together, by their careful rates; 0: it has none.</summary>
    public required double CapacityNow { get; init; }

    /// <summary>From deciding on a replica to its being ready: restart and making room. Rising looks at least this far ahead.</summary>
    public Duration Ready { get; init; } = Duration.FromSeconds(60);

    /// <summary>How far ahead the plan's account looks.</summary>
    public Duration Horizon { get; init; } = Duration.FromHours(1);

    /// <summary>How long capacity that is given up must stay unneeded to be worth giving up and making again; falling looks at least this far ahead.</summary>
    public Duration PayBack { get; init; } = Duration.Zero;
}
