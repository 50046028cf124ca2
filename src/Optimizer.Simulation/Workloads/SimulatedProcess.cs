using Optimizer.Control.Ports;

namespace Optimizer.Simulation.Workloads;

/// <summary>A process that uses a simulated GPU.</summary>
/// <param name="Pid">Its number, unique on the node.</param>
/// <param name="Identity">What the operating system knows of it.</param>
/// <param name="MemoryBytes">GPU memory it holds; bytes.</param>
public sealed record SimulatedProcess(uint Pid, ProcessIdentity Identity, ulong MemoryBytes);
