namespace Optimizer.Model.Plans;

/// <summary>One way that was considered, with what it is worth.</summary>
public sealed record PlanAlternative
{
    /// <summary>Name, for example <c>stay</c>, <c>free-space</c>, <c>no-moves</c>, <c>move</c>, <c>defragment</c>; unique within a plan.</summary>
    public required string Name { get; init; }

    /// <summary>What it is worth over the horizon.</summary>
    public required Account Account { get; init; }

    /// <summary>GPUs in use.</summary>
    public required int ActiveGpus { get; init; }

    /// <summary>Replicas it moves.</summary>
    public required int Moves { get; init; }

    /// <summary>Instances it creates and destroys, each counted.</summary>
    public required int InstanceChanges { get; init; }

    /// <summary>Planned demand it leaves unserved, as a share of all planned demand in money's weight; 0 to 1.</summary>
    public required double UnmetRatio { get; init; }

    /// <summary>Why it was not taken; null for the one that was.</summary>
    public HoldReason? Lost { get; init; }

    /// <summary>One sentence with the figures behind <see cref="Lost"/>, or behind the choice.</summary>
    public required string Sentence { get; init; }
}
