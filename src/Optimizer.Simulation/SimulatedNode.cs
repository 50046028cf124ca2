using System.Collections.Immutable;
using Optimizer.Control.Demand;
using Optimizer.Control.Ports;
using Optimizer.Model.Workloads;
using Optimizer.Nvml.Symbols;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Services;
using Optimizer.Simulation.Symbols;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation;

/// <summary>A whole simulated node: a driver behind NVML's symbols, and what the operating system would say beside it.</summary>
/// <remarks>Thread safe. Many nodes live side by side in one process and know nothing of each other.</remarks>
public sealed class SimulatedNode : IDisposable
{
    private readonly WorkloadPages _pages;

    private SimulatedNode(Scenario scenario, SimulatedDriver driver, ulong seed)
    {
        Scenario = scenario;
        Driver = driver;
        Processes = new NodeProcessTable(driver);
        Topology = new NodeTopology(driver);
        _pages = new WorkloadPages(driver);
        Runtime = new SimulatedRuntime(driver);
        Past = new SimulatedPast(driver);
        Declarations = PlannedDeclarations.Of(scenario.Plan, seed, _pages);
    }

    /// <summary>What it was made from.</summary>
    public Scenario Scenario { get; }

    /// <summary>The driver, for what happens to a node from outside.</summary>
    public SimulatedDriver Driver { get; }

    /// <summary>The processes that use its GPUs.</summary>
    public IProcessTable Processes { get; }

    /// <summary>Where its GPUs sit.</summary>
    public IHostTopology Topology { get; }

    /// <summary>Starts, stops and lists the services of the scenario. Thread safe; nothing in it waits.</summary>
    public IWorkloadRuntime Runtime { get; }

    /// <summary>What the services would have been asked for before the node started, from their own traces, so that forecasts need not start cold.</summary>
    public IDemandBackfill Past { get; }

    /// <summary>What an operator would have declared about its workloads, ordered by name: owner as tenant, class, memory, capacity, and a counter of
    /// requests on each one's own page, which <see cref="CreateMetricsHandler"/> answers.</summary>
    public ImmutableArray<WorkloadDeclaration> Declarations { get; }

    /// <summary>What happened so far, as the simulation itself saw it. Asking changes nothing.</summary>
    public SimulationAudit Audit() => Driver.Audit();

    /// <summary>Orders to services go wrong from now on, ahead of the scenario's own faults.</summary>
    public void InjectFault(ServiceFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (Driver.Sync)
        {
            Driver.Fleet.Faults.Add(fault);
        }
    }

    /// <summary>Takes an injected fault back. A replica that does not stop goes on not stopping until it is killed.</summary>
    public void ClearFault(ServiceFault fault)
    {
        lock (Driver.Sync)
        {
            Driver.Fleet.Faults.Remove(fault);
        }
    }

    /// <summary>Starts a node; its time 0, where every demand series starts, is the provider's now.</summary>
    /// <param name="scenario">What the node is.</param>
    /// <param name="seed">Identifiers and noise follow from it: the same seed at the same times gives the same readings.</param>
    /// <param name="time">The clock it lives by.</param>
    public static SimulatedNode Create(Scenario scenario, ulong seed, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(time);
        return new SimulatedNode(scenario, new SimulatedDriver(scenario.Plan, seed, time), seed);
    }

    /// <summary>Opens the driver's library, as often as wanted. The addresses it gives live as long as the node.</summary>
    public INvmlSymbolSource CreateSymbolSource() => new SimulatedSymbolSource(Driver);

    /// <summary>A transport on which the workloads serve their Prometheus pages at <c>http://NAME.simulated/metrics</c>, in process. A workload that does not run
    /// refuses the connection, and its counter starts at 0 with each start. The caller disposes it.</summary>
    public HttpMessageHandler CreateMetricsHandler() => new WorkloadPageHandler(_pages);

    /// <summary>The Prometheus page of a workload of the scenario, now; null when there is none of that name or it does not run.</summary>
    public string? MetricsPage(string workload) => _pages.Of(workload);

    /// <summary>Text of <c>/proc/driver/nvidia-caps/mig-minors</c>: which device minor guards which instance, for all that could exist.</summary>
    public static string MigMinors() => CapabilityMinors.Table();

    /// <summary>Device minor that guards a GPU instance, or a compute instance of it.</summary>
    /// <param name="gpuMinor">The GPU's NVML minor number.</param>
    /// <param name="gpuInstanceId">GPU instance id, 0..14.</param>
    /// <param name="computeInstanceId">Compute instance id, 0..7; null for the GPU instance itself.</param>
    public static int AccessMinor(uint gpuMinor, uint gpuInstanceId, uint? computeInstanceId = null) =>
        CapabilityMinors.Of((int)gpuMinor, (int)gpuInstanceId, (int?)computeInstanceId);

    /// <summary>Stops the node and releases every call that hangs in it.</summary>
    public void Dispose() => Driver.Dispose();
}
