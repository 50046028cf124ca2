using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>The PCIe link of a GPU.</summary>
public sealed record PcieReading
{
    /// <summary>Generation in use; drops when the GPU idles. Source: nvmlDeviceGetCurrPcieLinkGeneration.</summary>
    public uint? CurrentGeneration { get; init; }

    /// <summary>Highest generation GPU and slot can do. Source: nvmlDeviceGetMaxPcieLinkGeneration.</summary>
    public uint? MaxGeneration { get; init; }

    /// <summary>Lanes in use. Source: nvmlDeviceGetCurrPcieLinkWidth.</summary>
    public uint? CurrentLanes { get; init; }

    /// <summary>Lanes GPU and slot can do. Source: nvmlDeviceGetMaxPcieLinkWidth.</summary>
    public uint? MaxLanes { get; init; }

    /// <summary>Bytes sent, cumulative, corrected for the driver's wrap. Source: field 197.</summary>
    public ulong? TxBytes { get; init; }

    /// <summary>Bytes received, cumulative, corrected for the driver's wrap. Source: field 198.</summary>
    public ulong? RxBytes { get; init; }

    /// <summary>Replays, cumulative. Source: nvmlDeviceGetPcieReplayCounter.</summary>
    public ulong? Replays { get; init; }

    /// <summary>Errors by kind, ordered by <see cref="PcieErrorKind"/>; only the kinds this GPU counts.</summary>
    public ValueArray<PcieErrors> Errors { get; init; }
}
