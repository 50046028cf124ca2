namespace Optimizer.Planning.Policies;

/// <summary>How many replicas on one profile one plan may move.</summary>
/// <param name="Profile">MIG profile, or <see cref="Model.Workloads.ProfileCapacity.WholeGpu"/>.</param>
/// <param name="Busy">Seats of that profile with a workload.</param>
/// <param name="MostMoving">How many of them may move in one plan, from 1.</param>
public sealed record ProfileShare(string Profile, int Busy, int MostMoving);
