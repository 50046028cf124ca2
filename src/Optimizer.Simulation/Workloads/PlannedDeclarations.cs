using System.Collections.Immutable;
using NodaTime;
using Optimizer.Model.Workloads;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Jobs;

namespace Optimizer.Simulation.Workloads;

/// <summary>What an operator would have declared about the workloads of a scenario.</summary>
internal static class PlannedDeclarations
{
    /// <summary>One declaration for each service, job, and workload a node can tell apart: ranks of one job are one workload, and its first rank reports for it.</summary>
    public static ImmutableArray<WorkloadDeclaration> Of(DriverPlan plan, ulong seed, WorkloadPages pages) =>
    [
        .. plan.Workloads
            .GroupBy(workload => workload.ObservedName(SimulatedWorkload.GroupHex(seed, workload.Name)), StringComparer.Ordinal)
            .Select(group => Declare(group.First(), group.Key, pages.AddressOf(group.First())))
            .Concat(plan.Services.Select(service => service.Declare(pages.AddressOf(service))))
            .Concat(plan.Jobs.Select(Declare))
            .OrderBy(declaration => declaration.Name, StringComparer.Ordinal),
    ];

    private static WorkloadDeclaration Declare(JobPlan plan) => new()
    {
        Name = plan.Name,
        Tenant = plan.Owner,
        Kind = plan.Shape.Name == "training" ? DeclaredKind.Training : DeclaredKind.Batch,
        Qos = QosClass.BestEffort,
        Host = new WorkloadHost.Observed($"job-{plan.Job}"),
        MemoryBytes = plan.MemoryBytes,
    };

    private static WorkloadDeclaration Declare(WorkloadPlan plan, string observed, Uri page) => new()
    {
        Name = plan.Name,
        Tenant = plan.Owner,
        Kind = plan.Shape.Name switch { "training" => DeclaredKind.Training, "batch" or "science" => DeclaredKind.Batch, _ => DeclaredKind.Inference },
        Qos = plan.Shape.Name switch { "llm" or "vision" => QosClass.Guaranteed, "training" or "ingest" => QosClass.Burstable, _ => QosClass.BestEffort },
        Host = plan.Kind == "systemd" ? new WorkloadHost.Systemd(observed) : new WorkloadHost.Observed(observed),
        Demand = new DemandDeclaration.Scrape(page, WorkloadPages.Requests, ScrapeType.Counter),
        Capacity = [new ProfileCapacity(plan.Profile?.Name ?? ProfileCapacity.WholeGpu, plan.Capacity)],
        MemoryBytes = plan.MemoryBytes,
        Restart = Duration.FromSeconds(plan.RestartSeconds),
    };
}
