using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Node.Demand;

namespace Optimizer.Node.Tests.Demand;

/// <summary>Demand sources over a node without GPUs, with deadlines in manual time.</summary>
internal sealed class DemandBench : IDisposable
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    private readonly HttpMessageInvoker _client;

    public DemandBench(HttpMessageHandler? handler, DemandSourcesOptions? options, params WorkloadDeclaration[] declarations)
    {
        _client = new HttpMessageInvoker(handler ?? MetricsTransport.Create());
        Sources = new DemandSources(declarations, options ?? new DemandSourcesOptions(), _client, Clock, Time, Log);
    }

    public FakeClock Clock { get; } = new(Start);

    public FakeTimeProvider Time { get; } = new();

    public RecordingLog<DemandSources> Log { get; } = new();

    public DemandSources Sources { get; }

    public static WorkloadDeclaration Counter(string name, Uri page) =>
        new() { Name = name, Demand = new DemandDeclaration.Scrape(page, "requests_total", ScrapeType.Counter) };

    public static WorkloadDeclaration Gauge(string name, Uri page) =>
        new() { Name = name, Demand = new DemandDeclaration.Scrape(page, "queue", ScrapeType.Gauge) };

    public static WorkloadDeclaration PromQl(string name, string query = "sum(rate(requests_total[5m]))") =>
        new() { Name = name, Demand = new DemandDeclaration.PromQl(query, DemandSignal.RequestRate) };

    /// <summary>Reads ten seconds after the reading before.</summary>
    public Task<IReadOnlyList<DemandSample>> ReadAsync()
    {
        Clock.AdvanceSeconds(10);
        return Sources.ReadAsync(
            new NodeSnapshot { Sequence = 1, At = Clock.GetCurrentInstant(), Health = new SamplerHealth() }, CancellationToken.None);
    }

    public (DemandSourceKind, DemandTroubleReason, long)[] Troubles => [.. Sources.Troubles.Select(trouble => (trouble.Source, trouble.Reason, trouble.Count))];

    public void Dispose() => _client.Dispose();
}
