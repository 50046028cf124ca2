using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Node.Demand;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>Our client against a real Prometheus, with expressions that need no scraped series.</summary>
[Collection(ScrapingCollection.Name)]
public sealed class PromQlTests(Scraping scraping)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    [PrometheusFact]
    public async Task Query_Instant_IsTheSumOfItsSeries() =>
        Assert.Equal([(Start, 7.0)], Values(await AskAsync(client => client.QueryAsync("vector(3) or label_replace(vector(4), 'a', 'b', '', '')", Start, default, default))));

    [PrometheusFact]
    public async Task QueryRange_MoreThanOneRequestMayHold_IsWholeAndInOrder()
    {
        (Instant At, double Value)[] points = Values(await AskAsync(client =>
            client.QueryRangeAsync("time()", Start, Start + Duration.FromMinutes(23_000), Duration.FromMinutes(1), default, default)));

        Assert.Equal(Enumerable.Range(0, 23_000).Select(index => Start + Duration.FromMinutes(index)), points.Select(point => point.At));
        Assert.All(points, point => Assert.Equal(point.At.ToUnixTimeSeconds(), point.Value));
    }

    [PrometheusFact]
    public async Task Query_Nonsense_IsRefusedInItsOwnWords()
    {
        PromQlAnswer.Failed failed = Assert.IsType<PromQlAnswer.Failed>(await AskAsync(client => client.QueryAsync("sum(", null, default, default)));

        Assert.Equal(DemandTroubleReason.Refused, failed.Reason);
        Assert.Contains("parse error", failed.Detail, StringComparison.Ordinal);
    }

    [PrometheusFact]
    public async Task Query_NothingMatches_HasNoPoints() =>
        Assert.Empty(Values(await AskAsync(client => client.QueryAsync("no_such_series", null, default, default))));

    private async Task<PromQlAnswer> AskAsync(Func<PromQlClient, Task<PromQlAnswer>> ask)
    {
        using HttpMessageInvoker transport = new(MetricsTransport.Create());
        return await ask(new PromQlClient(transport, scraping.Prometheus.Address, 4 << 20));
    }

    private static (Instant At, double Value)[] Values(PromQlAnswer answer) => [.. Assert.IsType<PromQlAnswer.Values>(answer).Points];
}
