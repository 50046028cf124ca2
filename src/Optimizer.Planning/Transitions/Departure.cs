namespace Optimizer.Planning.Transitions;

/// <summary>A replica that gives up its seat; a job of several GPUs gives up all of them at once.</summary>
internal sealed class Departure(int index, Crew crew, Supply supply)
{
    internal int Index { get; } = index;

    internal Crew Crew { get; } = crew;

    internal Supply Supply { get; } = supply;

    /// <summary>One stop per GPU.</summary>
    internal List<StepNode> Stops { get; } = [];

    /// <summary>Replicas that cannot start before it is gone.</summary>
    internal List<Arrival> Blocks { get; } = [];

    /// <summary>True when a workload that gives up seats itself waits for it: only such departures can be part of a circle.</summary>
    internal bool InTheWay => Blocks.Any(arrival => arrival.Crew.Departures.Count > 0);

    /// <summary>True when another replica of the plan stands in for it.</summary>
    internal bool Moved { get; set; }
}
