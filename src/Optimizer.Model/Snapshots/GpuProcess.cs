namespace Optimizer.Model.Snapshots;

/// <summary>One process on a GPU.</summary>
public sealed record GpuProcess
{
    /// <summary>Process id in the daemon's own pid namespace.</summary>
    public required uint Pid { get; init; }

    /// <summary>The GPU instance it runs on; null on a GPU without MIG.</summary>
    public uint? GpuInstanceId { get; init; }

    /// <summary>Device memory it holds, bytes; null when the driver does not say.</summary>
    public ulong? MemoryBytes { get; init; }

    /// <summary>First word of its command, without the path; null when the process could not be read.</summary>
    public string? Command { get; init; }

    /// <summary>The workload it belongs to; null when it belongs to none we can name.</summary>
    public string? Workload { get; init; }
}
