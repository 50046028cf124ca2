using Optimizer.Control.Demand;
using Optimizer.Model.Workloads;

namespace Optimizer.Node.Demand;

/// <summary>Reads one workload's own Prometheus page.</summary>
internal static class WorkloadScrape
{
    /// <summary>Fetches the page and finds the metric.</summary>
    public static async Task<ScrapeOutcome> ReadAsync(
        HttpMessageInvoker client, DemandDeclaration.Scrape what, int maxBytes, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, what.Page);
        request.Headers.TryAddWithoutValidation("Accept", "text/plain;version=0.0.4;q=1,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1");
        Fetched fetched = await BoundedFetch.SendAsync(client, request, maxBytes, deadline, cancellationToken).ConfigureAwait(false);
        return fetched switch
        {
            Fetched.Answer { IsSuccess: true } answer => Find(answer.Body.Span, what),
            Fetched.Answer answer => new(DemandTroubleReason.Status, $"it answered {(int)answer.Status}"),
            Fetched.Failed failed => new(failed.Reason, failed.Detail),
            _ => throw new InvalidOperationException($"unknown case {fetched}"),
        };
    }

    private static ScrapeOutcome Find(ReadOnlySpan<byte> page, DemandDeclaration.Scrape what)
    {
        MetricReading reading = PrometheusTextReader.Read(page, what.Metric, what.Labels);
        if (!reading.Series.IsEmpty)
        {
            return new(reading);
        }

        return reading.Malformed > 0
            ? new(DemandTroubleReason.Garbage, $"none of the {reading.Malformed} lines of {what.Metric} could be understood")
            : new(DemandTroubleReason.Missing, $"the page has no finite value of {what.Metric} with the declared labels");
    }
}
