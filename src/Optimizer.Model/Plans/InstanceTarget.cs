using Optimizer.Model.Mig;

namespace Optimizer.Model.Plans;

/// <summary>One GPU instance of a target layout.</summary>
/// <param name="Instance">What and where.</param>
/// <param name="Workload">Who runs on it; null: nobody.</param>
/// <param name="Processes">Its processes there, more than one under MPS; 0 without a workload.</param>
public sealed record InstanceTarget(PlacedInstance Instance, string? Workload, int Processes);
