using System.Collections.Immutable;

namespace Optimizer.Workloads.Systemd;

/// <summary>What a replica gets with its seat.</summary>
/// <param name="Visible">Value of <c>CUDA_VISIBLE_DEVICES</c>.</param>
/// <param name="Nodes">Device nodes it may open, in the order they are written.</param>
/// <param name="Cpus">CPUs near the GPU as the kernel lists them; null when not known.</param>
/// <param name="NumaNode">Memory near the GPU; null when not known.</param>
internal sealed record SeatRights(string Visible, ImmutableArray<string> Nodes, string? Cpus, int? NumaNode);
