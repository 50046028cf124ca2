namespace Optimizer.Planning.Policies;

/// <summary>How a policy reads demand and weighs the account. A name, a record, no code of its own: what differs between policies is here.</summary>
public sealed record PlanningPolicy
{
    /// <summary>Name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for <c>--help</c> and <c>explain</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>Probability of the peak quantile that is planned for: 0.5, 0.9, 0.95 or 0.99.</summary>
    public required double Quantile { get; init; }

    /// <summary>What is planned for is never less than the demand seen now times this, whatever the forecast says; from 1.</summary>
    public required double ReactiveHeadroom { get; init; }

    /// <summary>Whether forecasts count at all.</summary>
    public required bool UsesForecast { get; init; }

    /// <summary>Whether layouts and placement may change.</summary>
    public required bool MayChange { get; init; }

    /// <summary>Capacity is given up only when it is above what the horizon needs by this share; 0 or more. Doubled, a tenth more of idle capacity is kept and demand has to fall twice as far.</summary>
    public double ShrinkBand { get; init; } = 0.1;

    /// <summary>Weight of GPU time; 0 to 1000, in thousandths.</summary>
    public double GpuTimeWeight { get; init; } = 1;

    /// <summary>Weight of energy and carbon; 0 to 1000, in thousandths.</summary>
    public double EnergyWeight { get; init; } = 1;

    /// <summary>Weight of the SLO penalty; 0 to 1000, in thousandths.</summary>
    public double PenaltyWeight { get; init; } = 1;
}
