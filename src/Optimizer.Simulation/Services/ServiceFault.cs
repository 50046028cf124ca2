namespace Optimizer.Simulation.Services;

/// <summary>When orders to services go wrong, and how.</summary>
/// <param name="Kind">How.</param>
public sealed record ServiceFault(ServiceFaultKind Kind)
{
    /// <summary>The service concerned; null: every one.</summary>
    public string? Service { get; init; }

    /// <summary>Simulated seconds since the node's start from which it holds; 0 from the start.</summary>
    public double FromSeconds { get; init; }

    /// <summary>Simulated seconds since the node's start at which it ends; infinite by default.</summary>
    public double UntilSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>Seconds to live, or a factor, as the kind says; 10 by default.</summary>
    public double Amount { get; init; } = 10;

    /// <summary>How often it strikes; no limit by default.</summary>
    public int Times { get; init; } = int.MaxValue;
}
