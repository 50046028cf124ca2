using Optimizer.Model.Mig;

namespace Optimizer.Planning.Transitions;

/// <summary>A seat a workload has only while its replicas change places.</summary>
/// <param name="Crew">Whose.</param>
/// <param name="Gpu">Position of the GPU.</param>
/// <param name="Instance">On what.</param>
/// <param name="IsCreated">True when the instance is made for this and destroyed after it.</param>
/// <param name="Processes">How many.</param>
/// <param name="Supply">What it serves.</param>
internal sealed record Parking(Crew Crew, int Gpu, PlacedInstance Instance, bool IsCreated, int Processes, Supply Supply);
