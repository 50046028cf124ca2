using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Ports;
using Optimizer.Control.Problems;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;
using Optimizer.Planning;

namespace Optimizer.Control.Loop;

/// <summary>Everything the loop works with. All of it is injected: the same loop runs on hardware, in simulation and in replay.</summary>
public sealed record ControlParts
{
    /// <summary>Reads the node.</summary>
    public required IObserver Observer { get; init; }

    /// <summary>Says what demand is expected.</summary>
    public required IForecastSource Forecasts { get; init; }

    /// <summary>Turns facts into problems.</summary>
    public required ProblemBuilder Problems { get; init; }

    /// <summary>Decides.</summary>
    public required Planner Planner { get; init; }

    /// <summary>Cuts GPUs.</summary>
    public required IPartitioner Partitioner { get; init; }

    /// <summary>Those who run workloads, in the order they are asked.</summary>
    public required ValueArray<IWorkloadRuntime> Runtimes { get; init; }

    /// <summary>What must not be forgotten.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>The node's time.</summary>
    public required IClock Clock { get; init; }

    /// <summary>Measures durations.</summary>
    public required TimeProvider Stopwatch { get; init; }

    /// <summary>What operators declare now, ordered by name.</summary>
    public required Func<ValueArray<WorkloadDeclaration>> Declarations { get; init; }

    /// <summary>How to work, as configured now.</summary>
    public required Func<ControlOptions> Options { get; init; }

    /// <summary>Identity of this boot; null when not known, and then nothing counts as a reboot.</summary>
    public string? Boot { get; init; }

    /// <summary>Called after each tick and each operator's wish, on their thread; null: nobody listens.</summary>
    public Action<Model.Acting.ControlReport>? Published { get; init; }
}
