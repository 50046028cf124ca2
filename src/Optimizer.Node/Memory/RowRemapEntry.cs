using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Memory;

/// <summary>One GPU's last readable row-remap state.</summary>
/// <param name="Gpu">The GPU.</param>
/// <param name="Reading">What was read, and when.</param>
public sealed record RowRemapEntry(GpuUuid Gpu, RowRemapReading Reading);
