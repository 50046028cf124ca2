namespace Optimizer.Simulation.Auditing;

/// <summary>A process that ended.</summary>
/// <param name="AtSeconds">When; simulated seconds since the start.</param>
/// <param name="Workload">Name of the service, job or workload.</param>
/// <param name="Pid">Its number.</param>
/// <param name="Gpu">Index of the GPU it was on.</param>
/// <param name="Instance">Its instance, for example <c>1g.10gb@0</c>; null: the whole GPU.</param>
/// <param name="Cause">Why it ended.</param>
/// <param name="Movable">Its owner had allowed to stop it.</param>
public sealed record EndedProcess(double AtSeconds, string Workload, uint Pid, int Gpu, string? Instance, EndCause Cause, bool Movable);
