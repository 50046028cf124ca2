using Optimizer.Model.Mig;

namespace Optimizer.Planning.Sizing;

/// <summary>An instance with the service that runs in it.</summary>
/// <param name="Gpu">Number of the GPU, from 0.</param>
/// <param name="Instance">Profile and place.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Batch">Requests it serves together.</param>
/// <param name="Processes">Processes in it.</param>
/// <param name="ThroughputPerSecond">Requests per second it serves.</param>
public sealed record SizedInstance(int Gpu, PlacedInstance Instance, string Service, int Batch, int Processes, decimal ThroughputPerSecond);
