using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;
using Optimizer.Node.Demand;

namespace Optimizer.Node.Tests.Demand;

/// <summary>Sampler, declarations and workloads' pages of a simulated node, read as the daemon reads them.</summary>
public sealed class SimulatedDemandTests
{
    [Fact]
    public async Task Read_SimulatedNode_EveryDeclaredWorkloadHasSlicesMemoryAndARate()
    {
        await using SampledNode node = new("dgx-h100");
        using HttpMessageInvoker client = new(node.Node.CreateMetricsHandler());
        DemandSources sources = new(node.Node.Declarations, new(), client, new TimeClock(node.Time), node.Time, NullLogger<DemandSources>.Instance);
        await sources.ReadAsync(node.Cycles(30), CancellationToken.None);

        Task<IReadOnlyList<DemandSample>> reading = sources.ReadAsync(node.Cycles(30), CancellationToken.None);

        Assert.True(reading.IsCompletedSuccessfully, "a simulated reading ends on the caller's thread");
        ILookup<SeriesKey, DemandSample> samples = (await reading).ToLookup(sample => sample.Key);
        foreach (WorkloadDeclaration declared in node.Node.Declarations)
        {
            foreach (DemandSignal signal in (DemandSignal[])[DemandSignal.ComputeSlices, DemandSignal.MemoryBytes, DemandSignal.RequestRate])
            {
                DemandSample sample = Assert.Single(samples[new(SeriesScope.Workload, declared.Name, signal)]);
                Assert.True(sample.Value > 0 || signal != DemandSignal.MemoryBytes, $"{sample.Key} is {sample.Value}");
                Assert.True(sample.Cap is null || sample.Value <= sample.Cap, $"{sample.Key} is {sample.Value} of {sample.Cap}");
            }
        }

        // A trace may be at 0 for a while; not most of them.
        Assert.InRange(samples.Count(group => group.Key.Signal == DemandSignal.RequestRate && group.Single().Value > 0), 18, node.Node.Declarations.Length);
        Assert.InRange(samples.Count(group => group.Key is { Scope: SeriesScope.Workload, Signal: DemandSignal.ComputeSlices } && group.Single().Value > 0), 18, node.Node.Declarations.Length);
        Assert.Equal(8, samples.Count(group => group.Key is { Scope: SeriesScope.Gpu, Signal: DemandSignal.ComputeSlices }));
        Assert.All(sources.Troubles, trouble => Assert.Equal(DemandTroubleReason.SharedInstance, trouble.Reason));
        Assert.DoesNotContain(samples, group => group.Key is { Scope: SeriesScope.Class, Name: QosClassWord.Undeclared });
    }

    private sealed class TimeClock(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
    }
}
