namespace Optimizer.Exporter.Ledger;

/// <summary>What becomes of a GPU's time. At any moment the shares of the states sum to the whole GPU. The names in snake case are label values.</summary>
public enum DeviceState
{
    /// <summary>Somebody uses it, and its activity is not below the idle threshold (or is not known).</summary>
    Busy,

    /// <summary>Set aside and not used: an instance without a process, or a process that does next to nothing.</summary>
    Idle,

    /// <summary>In no instance, and one could be created there; without MIG, a GPU nobody has a process on.</summary>
    Free,

    /// <summary>In no instance, and none can be created there as things lie, the multiprocessors no profile reaches included.</summary>
    Stranded,

    /// <summary>Being changed by the daemon, as far as nobody uses it meanwhile.</summary>
    Repartitioning,

    /// <summary>It does not answer, or nobody looked.</summary>
    Unavailable,
}
