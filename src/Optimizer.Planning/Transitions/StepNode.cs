using Optimizer.Model.Mig;

namespace Optimizer.Planning.Transitions;

/// <summary>A step that must be taken, with what it waits for.</summary>
internal sealed class StepNode(StepKind kind, int gpu, PlacedInstance? instance)
{
    /// <summary>Position among all steps, by GPU, kind and start.</summary>
    internal int Index { get; set; }

    internal StepKind Kind { get; } = kind;

    /// <summary>Position of the GPU by node and UUID.</summary>
    internal int Gpu { get; } = gpu;

    /// <summary>Null for a whole GPU and for a change of mode.</summary>
    internal PlacedInstance? Instance { get; } = instance;

    /// <summary>Processes of a start, the mode to reach (0 or 1) of a change of mode.</summary>
    internal int Argument { get; init; }

    /// <summary>Of a stop.</summary>
    internal Departure? Departure { get; set; }

    /// <summary>Of a start.</summary>
    internal Arrival? Arrival { get; set; }

    /// <summary>What must be done first, each once.</summary>
    internal List<StepNode> Waits { get; } = [];

    /// <summary>What waits for it, each once.</summary>
    internal List<StepNode> Frees { get; } = [];

    internal void After(StepNode? first)
    {
        if (first is not null && !Waits.Contains(first))
        {
            Waits.Add(first);
            first.Frees.Add(this);
        }
    }
}
