using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Costs;

/// <summary>A number of like seats one workload has.</summary>
/// <param name="Option">What one of them serves.</param>
/// <param name="Gpu">A GPU of the model they are on: its power curve and geometry count, nothing else.</param>
/// <param name="Count">How many, from 1.</param>
public readonly record struct SeatCount(SeatOption Option, GpuState Gpu, int Count);
