namespace Optimizer.Simulation.Drivers;

/// <summary>What a scenario can make happen at a time.</summary>
internal enum ChangeKind
{
    Lose,
    Restore,
    Xid,
    Create,
    Destroy,
    MigOn,
    MigOff,
    RemapPending,
    RemapFailed,
    RemapCleared,
    Reset,
    Reload,
    NvLinkErrors,
    EccCorrected,
    EccUncorrected,
    Overheat,
}
