using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;
using Optimizer.Simulation;
using Optimizer.Simulation.Time;

namespace Optimizer.Benchmarks;

/// <summary>One sampling cycle of 8 GPUs x 7 instances through the NVML binding, the simulated driver included. Budget: 2 ms of CPU.</summary>
[MemoryDiagnoser]
public class SamplingBenchmarks
{
    private readonly ManualTimeProvider _time = new();
    private readonly SimulatedNode _node;
    private readonly NodeSampler _sampler;

    public SamplingBenchmarks()
    {
        _node = SimulatedNode.Create(FullNode.Scenario, 1, _time);
        _sampler = new NodeSampler(
            new NvmlSession(_node.CreateSymbolSource, new NvmlErrorLedger()),
            new NvmlInlineExecutor(),
            _node.Processes,
            _node.Topology,
            new SamplerClocks(new ManualClock(_time), _time, TimeProvider.System),
            new SamplerOptions { EventThread = false },
            NullLogger<NodeSampler>.Instance);
    }

    /// <summary>Every tenth cycle reads the slow facts too, as in the daemon.</summary>
    [Benchmark(Description = "cycle of 8 x 7")]
    public NodeSnapshot Cycle()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return _sampler.SampleAsync(CancellationToken.None).Result;
    }

    [GlobalCleanup]
    public void Cleanup() => _node.Dispose();

    private sealed class ManualClock(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
    }
}
