using Optimizer.Model.Collections;

namespace Optimizer.Model.Snapshots;

/// <summary>NVLinks of a GPU, all together.</summary>
public sealed record NvLinkReading
{
    /// <summary>Links that are up. Source: nvmlDeviceGetNvLinkState.</summary>
    public int ActiveLinks { get; init; }

    /// <summary>Links that exist and are down.</summary>
    public int InactiveLinks { get; init; }

    /// <summary>Data bytes sent, cumulative. Source: field 138; NVLink 5: field 202.</summary>
    public ulong? TxBytes { get; init; }

    /// <summary>Data bytes received, cumulative. Source: field 139; NVLink 5: field 204.</summary>
    public ulong? RxBytes { get; init; }

    /// <summary>Errors by kind, ordered by <see cref="NvLinkErrorKind"/>; only the kinds this GPU counts.</summary>
    public ValueArray<NvLinkErrors> Errors { get; init; }

    /// <summary>Null where the driver has no fabric call or the board no fabric.</summary>
    public FabricState? Fabric { get; init; }
}
