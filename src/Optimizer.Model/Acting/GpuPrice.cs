using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Acting;

/// <summary>What an hour of one GPU costs, without energy.</summary>
public readonly record struct GpuPrice(GpuUuid Gpu, double PerHour);
