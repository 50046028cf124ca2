using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Host.Configuration;
using Optimizer.Node.Observe;
using Optimizer.Node.Processes;
using Optimizer.Node.Topology;
using Optimizer.Nvml.Symbols;
using Optimizer.Simulation;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Host.Observation;

/// <summary>What the daemon observes: this machine, or a simulated one. Everything after it is the same for both.</summary>
internal sealed record ObservedNode : IDisposable
{
    /// <summary>Finds NVML's symbols anew at each opening; null where there is no library.</summary>
    public required Func<INvmlSymbolSource?> Symbols { get; init; }

    /// <summary>Who processes are.</summary>
    public required IProcessTable Processes { get; init; }

    /// <summary>Where GPUs sit in the host.</summary>
    public required IHostTopology Topology { get; init; }

    /// <summary>The node's clocks.</summary>
    public required SamplerClocks Clocks { get; init; }

    /// <summary>One line for people: what is observed.</summary>
    public required string Title { get; init; }

    /// <summary>The simulated node; null on a real one.</summary>
    public SimulatedNode? Simulated { get; init; }

    /// <summary>What a simulated node whose workloads are this machine's units keeps below <c>/run</c>; null where node and workloads are both real or both simulated.</summary>
    public Rehearsal? Rehearsal { get; init; }

    /// <summary>The simulated node where it also plays the workloads and their operator; null where workloads are declared and run by systemd.</summary>
    public SimulatedNode? Stage => Rehearsal is null ? Simulated : null;

    /// <summary>Seconds of the node's time in one real second; 1 on a real node.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>This machine.</summary>
    public static ObservedNode Real(DaemonConfiguration configuration, TimeProvider time, IClock clock)
    {
        string library = configuration.NvmlLibrary;
        return new ObservedNode
        {
            Symbols = () => NvmlSharedLibrary.TryOpen(library),
            Processes = new ProcProcessTable(),
            Topology = new SysfsTopology(),
            Clocks = new SamplerClocks(clock, time, time),
            Title = $"this node, through {library}",
        };
    }

    /// <summary>A simulated node.</summary>
    /// <param name="scenario">What it is.</param>
    /// <param name="seed">Identifiers and noise follow from it.</param>
    /// <param name="speed">Simulated seconds per second.</param>
    /// <param name="time">The real clock.</param>
    /// <param name="notBefore">The node's time begins here when the real clock has not come so far: an earlier run of it was faster. Null begins now.</param>
    /// <param name="rehearsal">Workloads are real units, and the layout an earlier run left this boot is taken over; null: the scenario plays them too.</param>
    public static ObservedNode Simulate(Scenario scenario, ulong seed, double speed, TimeProvider time, Instant? notBefore = null, Rehearsal? rehearsal = null)
    {
        scenario = rehearsal?.Recall(scenario, seed) ?? scenario;
        DateTimeOffset? origin = notBefore?.ToDateTimeOffset() is { } earlier && earlier > time.GetUtcNow() ? earlier : null;
        TimeProvider simulatedTime = speed == 1 && origin is null ? time : new ScaledTimeProvider(time, speed, origin);
        SimulatedNode node = SimulatedNode.Create(scenario, seed, simulatedTime);
        return new ObservedNode
        {
            Symbols = node.CreateSymbolSource,
            Processes = node.Processes,
            Topology = node.Topology,
            Clocks = new SamplerClocks(new ProviderClock(simulatedTime), simulatedTime, time),
            Title = $"simulated node '{scenario.Name}' ({scenario.Title}), seed {seed}, {speed}x time{(rehearsal is null ? "" : ", with this machine's units")}",
            Simulated = node,
            Rehearsal = rehearsal,
            Speed = speed,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Simulated?.Dispose();
}
