namespace Optimizer.Planning.Transitions;

/// <summary>A replica that takes a new seat; it counts once it is ready, a job of several GPUs once it is on all of them.</summary>
internal sealed class Arrival(int index, Crew crew, Supply supply)
{
    internal int Index { get; } = index;

    internal Crew Crew { get; } = crew;

    internal Supply Supply { get; } = supply;

    /// <summary>One start per GPU.</summary>
    internal List<StepNode> Starts { get; } = [];

    /// <summary>Who must be gone first, each once.</summary>
    internal List<Departure> BlockedBy { get; } = [];

    /// <summary>True when it stands in for a replica the plan stops.</summary>
    internal bool Moved { get; set; }
}
