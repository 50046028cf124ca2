namespace Optimizer.Planning.Solving;

/// <summary>How long a search may work, and with what.</summary>
public sealed record SolverLimits
{
    /// <summary>
    /// The native solver's limit in its own count of work, about seconds but the same on every machine. Nodes are proven in a few hundredths; a
    /// search that is stopped answers the best it has, with its distance to the bound.
    /// </summary>
    public double DeterministicSeconds { get; init; } = 1;

    /// <summary>False: the constructive search serves alone, as it does where the native library is missing.</summary>
    public bool NativeSolver { get; init; } = true;
}
