namespace Optimizer.Planning.Problems;

/// <summary>What may be done with a GPU.</summary>
public enum GpuUsability
{
    /// <summary>Anything.</summary>
    Usable,

    /// <summary>What is there may stay or leave; nothing new is placed and nothing is created (cordoned, draining).</summary>
    Draining,

    /// <summary>Nothing runs there and nothing may be done (lost, quarantined, foreign writer). What was on it must be placed anew.</summary>
    Unusable,
}
