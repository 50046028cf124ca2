using System.Collections.Immutable;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Jobs;
using Optimizer.Simulation.Services;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Drivers;

/// <summary>Everything a simulated driver starts from.</summary>
internal sealed record DriverPlan(ImmutableArray<GpuPlan> Gpus)
{
    public string Name { get; init; } = "simulated";

    public string DriverVersion { get; init; } = "610.43.02";

    public int CudaVersion { get; init; } = 13030;

    /// <summary>The caller may manage instances and see those of others.</summary>
    public bool Privileged { get; init; } = true;

    public int CpusPerNode { get; init; } = 64;

    public ImmutableArray<WorkloadPlan> Workloads { get; init; } = [];

    public ImmutableArray<ServicePlan> Services { get; init; } = [];

    public ImmutableArray<ServiceFault> ServiceFaults { get; init; } = [];

    public ImmutableArray<JobPlan> Jobs { get; init; } = [];

    /// <summary>Creating and destroying instances takes as long as was published.</summary>
    public bool PublishedLatencies { get; init; }

    /// <summary>How often demand is sampled into engines and power; seconds, and a whole number of them.</summary>
    public double StepSeconds { get; init; } = 1;

    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>By time.</summary>
    public ImmutableArray<ScheduledChange> Changes { get; init; } = [];
}
