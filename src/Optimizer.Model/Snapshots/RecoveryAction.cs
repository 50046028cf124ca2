namespace Optimizer.Model.Snapshots;

/// <summary>What the driver asks an operator to do with a GPU. Source: field 230.</summary>
public enum RecoveryAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Reset the GPU.</summary>
    Reset,

    /// <summary>Reboot the node.</summary>
    Reboot,

    /// <summary>Drain peer-to-peer traffic.</summary>
    DrainP2p,

    /// <summary>Drain the GPU, then reset it.</summary>
    DrainAndReset,
}
