namespace Optimizer.Model.Workloads;

/// <summary>What one instance serves inside the workload's latency limit.</summary>
/// <param name="Profile">MIG profile, for example <c>3g.20gb</c>, or <c>whole</c> for a GPU without MIG.</param>
/// <param name="RequestsPerSecond">Positive, finite.</param>
public readonly record struct ProfileCapacity(string Profile, double RequestsPerSecond);
