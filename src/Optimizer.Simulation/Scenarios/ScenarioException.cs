using System.Collections.Immutable;

namespace Optimizer.Simulation.Scenarios;

/// <summary>A scenario that cannot be used, with everything that is wrong in it.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>A scenario with errors.</summary>
    /// <param name="source">Name or path of the scenario.</param>
    /// <param name="errors">All errors, by line.</param>
    public ScenarioException(string source, ImmutableArray<ScenarioError> errors)
        : base($"Scenario {source} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(error => "  " + error))}")
    {
        Errors = errors;
    }

    /// <summary>A scenario that could not be read at all.</summary>
    public ScenarioException(string message)
        : base(message)
    {
    }

    /// <summary>All errors, by line; empty when the file could not be read at all.</summary>
    public ImmutableArray<ScenarioError> Errors { get; } = [];
}
