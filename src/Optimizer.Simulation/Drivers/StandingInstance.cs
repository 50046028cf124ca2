namespace Optimizer.Simulation.Drivers;

/// <summary>A GPU instance as it stands, known without asking the driver.</summary>
/// <param name="Profile">For example <c>1g.10gb</c>.</param>
/// <param name="Start">First memory slice.</param>
/// <param name="Size">Memory slices.</param>
/// <param name="Id">The driver's number.</param>
/// <param name="ComputeInstances">Compute instances in it.</param>
/// <param name="Processes">Processes on it.</param>
public sealed record StandingInstance(string Profile, int Start, int Size, uint Id, int ComputeInstances, int Processes);
