using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Act;

/// <summary>One GPU by every name it has.</summary>
/// <param name="Gpu">Its identity.</param>
/// <param name="Index">NVML index when it was read; moves, so for simulation and messages only.</param>
/// <param name="PciBusId">Where it sits, as NVML prints it: what a reset is aimed by.</param>
public sealed record GpuAddress(GpuUuid Gpu, uint Index, string PciBusId);
