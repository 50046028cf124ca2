using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;
using Optimizer.Simulation;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Node.Tests;

/// <summary>A simulated node under a sampler in manual time: each cycle is one simulated second, on the test's own thread.</summary>
internal sealed class SampledNode : IAsyncDisposable
{
    private readonly INvmlExecutor _executor;

    public SampledNode(string scenario, SamplerOptions? options = null, INvmlExecutor? executor = null, ulong seed = 7, bool eventThread = false)
    {
        Node = SimulatedNode.Create(scenario.Contains('\n', StringComparison.Ordinal) ? Scenario.Parse("test", scenario) : Scenario.Load(scenario), seed, Time);
        Session = new NvmlSession(Node.CreateSymbolSource, new NvmlErrorLedger());
        _executor = executor ?? new NvmlInlineExecutor();
        Sampler = new NodeSampler(
            Session,
            _executor,
            Node.Processes,
            Node.Topology,
            new SamplerClocks(new TimeClock(Time), Time, Time),
            (options ?? new SamplerOptions()) with { EventThread = eventThread },
            NullLogger<NodeSampler>.Instance);
    }

    public ManualTimeProvider Time { get; } = new();

    public SimulatedNode Node { get; }

    public SimulatedDriver Driver => Node.Driver;

    public NvmlSession Session { get; }

    public NodeSampler Sampler { get; }

    /// <summary>Advances a second at a time and samples after each; the last snapshot.</summary>
    public NodeSnapshot Cycles(int count)
    {
        NodeSnapshot? last = null;
        for (int cycle = 0; cycle < count; cycle++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Task<NodeSnapshot> sampled = Sampler.SampleAsync(CancellationToken.None);
            Assert.True(sampled.IsCompletedSuccessfully, "a cycle in manual time ends on the caller's thread");
            last = sampled.Result;
        }

        return last!;
    }

    public async ValueTask DisposeAsync()
    {
        await Sampler.DisposeAsync();
        await _executor.DisposeAsync();
        Node.Dispose();
    }

    private sealed class TimeClock(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
    }
}
