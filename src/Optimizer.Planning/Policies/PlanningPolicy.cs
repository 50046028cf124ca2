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

    /// <summary>What is planned for is never less than the demand seen now times this, whatever the forecast says.</summary>
    public required double ReactiveHeadroom { get; init; }

    /// <summary>Whether forecasts count at all.</summary>
    public required bool UsesForecast { get; init; }

    /// <summary>Whether layouts and placement may change.</summary>
    public required bool MayChange { get; init; }

    /// <summary>Weight of GPU time.</summary>
    public double GpuTimeWeight { get; init; } = 1;

    /// <summary>Weight of energy and carbon.</summary>
    public double EnergyWeight { get; init; } = 1;

    /// <summary>Weight of the SLO penalty.</summary>
    public double PenaltyWeight { get; init; } = 1;
}
