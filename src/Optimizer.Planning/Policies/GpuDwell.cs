using NodaTime;
using Optimizer.Model.Snapshots;

namespace Optimizer.Planning.Policies;

/// <summary>A GPU on which replicas were moved so recently that it rests.</summary>
/// <param name="Gpu">Which.</param>
/// <param name="MovedAt">Its last move.</param>
/// <param name="Until">When it may have the next.</param>
public sealed record GpuDwell(GpuUuid Gpu, Instant MovedAt, Instant Until);
