using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Control.Demand.Intake;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;

namespace Optimizer.Node.Demand;

/// <summary>One workload whose demand is read over HTTP, and what is remembered about it between readings.</summary>
internal abstract class DemandTarget(string workload, DemandSignal signal, DemandSourceKind source)
{
    public string Workload { get; } = workload;

    public DemandSourceKind Source { get; } = source;

    public SeriesKey Key { get; } = new(SeriesScope.Workload, workload, signal);

    /// <summary>The request of an earlier reading that has still not come back; a new one waits for it, so that a dead endpoint holds one request and no more.</summary>
    public Task<TargetOutcome>? Pending { get; set; }

    /// <summary>What was last said about it in the log; null when all is well.</summary>
    public DemandTroubleReason? Said { get; set; }

    /// <summary>Asks.</summary>
    public abstract Task<TargetOutcome> AskAsync(IClock clock, CancellationToken deadline, CancellationToken cancellationToken);

    /// <summary>Makes a value of the answer; null when there is none yet. Called on the reader's thread, in order.</summary>
    public abstract double? Digest(TargetOutcome outcome);

    internal sealed class ForScrape(string workload, DemandDeclaration.Scrape what, HttpMessageInvoker client, int maxBytes)
        : DemandTarget(workload, what.Signal!.Value, DemandSourceKind.Scrape)
    {
        private readonly CounterRate _rate = new();

        public override async Task<TargetOutcome> AskAsync(IClock clock, CancellationToken deadline, CancellationToken cancellationToken)
        {
            ScrapeOutcome outcome = await WorkloadScrape.ReadAsync(client, what, maxBytes, deadline, cancellationToken).ConfigureAwait(false);
            return new(clock.GetCurrentInstant(), outcome.Reading, outcome.Reading?.Sum, outcome.Trouble, outcome.Detail);
        }

        public override double? Digest(TargetOutcome outcome) =>
            what.Type == ScrapeType.Gauge ? outcome.Value : _rate.Observe(outcome.At, outcome.Reading!.Series);
    }

    internal sealed class ForPromQl(string workload, DemandDeclaration.PromQl what, PromQlClient? client)
        : DemandTarget(workload, what.Measures, DemandSourceKind.PromQl)
    {
        public PromQlClient? Client => client;

        public string Query => what.Query;

        public override async Task<TargetOutcome> AskAsync(IClock clock, CancellationToken deadline, CancellationToken cancellationToken)
        {
            PromQlAnswer answer = client is null
                ? new PromQlAnswer.Failed(DemandTroubleReason.NotConfigured, "a PromQL demand needs the address of a Prometheus in the configuration")
                : await client.QueryAsync(what.Query, null, deadline, cancellationToken).ConfigureAwait(false);
            Instant at = clock.GetCurrentInstant();
            return answer switch
            {
                PromQlAnswer.Values { Points: [.., (_, double value)] } => new(at, null, value, null, ""),
                PromQlAnswer.Values => new(at, null, null, DemandTroubleReason.Missing, "the query matched nothing that has a finite value"),
                PromQlAnswer.Failed failed => new(at, null, null, failed.Reason, failed.Detail),
                _ => throw new InvalidOperationException($"unknown case {answer}"),
            };
        }

        public override double? Digest(TargetOutcome outcome) => outcome.Value;
    }
}
