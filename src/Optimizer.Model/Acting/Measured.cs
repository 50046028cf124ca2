namespace Optimizer.Model.Acting;

/// <summary>One measured duration.</summary>
/// <param name="What"><c>drain</c>, <c>destroy</c>, <c>create</c>, <c>verify</c> or <c>resume</c> (a phase of a repartition), or <c>interruption</c> (stop to ready of a workload).</param>
/// <param name="Kind">For an interruption what runs the workload: <c>systemd</c>, <c>slurm</c>, <c>container</c>, <c>pod</c>; empty for phases.</param>
/// <param name="Seconds">How long.</param>
public readonly record struct Measured(string What, string Kind, double Seconds);
