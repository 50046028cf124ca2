namespace Optimizer.Simulation.Drivers;

/// <summary>Error counters of one GPU. Aggregate counts survive resets, volatile ones do not.</summary>
internal sealed class GpuReliability
{
    public ulong VolatileCorrected { get; set; }

    public ulong VolatileUncorrected { get; set; }

    public ulong AggregateCorrected { get; set; }

    public ulong AggregateUncorrected { get; set; }

    public uint RemappedCorrectable { get; set; }

    public uint RemappedUncorrectable { get; set; }

    public bool RemapPending { get; set; }

    public bool RemapFailed { get; set; }

    public ulong NvLinkCrc { get; set; }

    public ulong NvLinkReplays { get; set; }

    public ulong NvLinkRecoveries { get; set; }

    public uint PcieReplays { get; set; }

    public uint PcieCorrectable { get; set; }

    /// <summary>0 none, 1 reset, 2 reboot, 3 drain peer-to-peer, 4 drain and reset.</summary>
    public uint RecoveryAction { get; set; }

    public void OnReset()
    {
        (VolatileCorrected, VolatileUncorrected, RemapPending) = (0, 0, false);
        RecoveryAction = RemapFailed ? RecoveryAction : 0;
    }

    public void OnReload()
    {
        OnReset();
        (NvLinkCrc, NvLinkReplays, NvLinkRecoveries, PcieReplays, PcieCorrectable) = (0, 0, 0, 0, 0);
    }
}
