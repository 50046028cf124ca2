using System.Globalization;
using System.Web;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Node.Demand;

namespace Optimizer.Node.Tests.Demand;

public sealed class BackfillTests
{
    private static readonly DemandSourcesOptions Configured = new() { Prometheus = new Uri("http://prometheus.test:9090") };

    [Fact]
    public async Task ReadHistory_LongRange_IsAskedInPartsWithoutGapOrOverlap()
    {
        List<int> sizes = [];
        using StubHandler handler = new(async request =>
        {
            (long[] times, string body) = Answer(await request.Content!.ReadAsStringAsync());
            sizes.Add(times.Length);
            return body;
        });
        using DemandBench bench = new(handler, Configured, DemandBench.PromQl("a"), DemandBench.Gauge("b", new Uri("http://b.test/metrics")));

        IReadOnlyList<DemandSample> history = await bench.Sources.ReadHistoryAsync(
            DemandBench.Start - Duration.FromMinutes(25_000), DemandBench.Start, Duration.FromMinutes(1), CancellationToken.None);

        Assert.Equal([10_000, 10_000, 5_000], sizes);
        Assert.Equal(
            Enumerable.Range(0, 25_000).Select(index => DemandBench.Start - Duration.FromMinutes(25_000 - index)),
            history.Select(sample => sample.At));
        Assert.All(history, sample => Assert.Equal("a", sample.Key.Name));
    }

    [Fact]
    public async Task ReadHistory_SecondPartFails_GivesNoneOfIt()
    {
        int asked = 0;
        using StubHandler handler = new(async request =>
            ++asked == 2 ? """{"status":"error","errorType":"timeout","error":"query timed out"}""" : Answer(await request.Content!.ReadAsStringAsync()).Body);
        using DemandBench bench = new(handler, Configured, DemandBench.PromQl("a"));

        Assert.Empty(await bench.Sources.ReadHistoryAsync(DemandBench.Start - Duration.FromDays(10), DemandBench.Start, Duration.FromMinutes(1), CancellationToken.None));

        Assert.Equal([(DemandSourceKind.Backfill, DemandTroubleReason.Refused, 1)], bench.Troubles);
        Assert.Contains("timeout: query timed out", Assert.Single(bench.Log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadHistory_NegativeValues_AreLeftOutAndCounted()
    {
        using StubHandler handler = new(_ =>
            """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"-1"],[61,"2"],[121,"-3"]]}]},"warnings":["partial"]}""");
        using DemandBench bench = new(handler, Configured, DemandBench.PromQl("a"));

        IReadOnlyList<DemandSample> history = await bench.Sources.ReadHistoryAsync(
            Instant.FromUnixTimeSeconds(0), Instant.FromUnixTimeSeconds(180), Duration.FromMinutes(1), CancellationToken.None);

        Assert.Equal(2, Assert.Single(history).Value);
        Assert.Equal([(DemandSourceKind.Backfill, DemandTroubleReason.BadValue, 2)], bench.Troubles);
        Assert.Contains("partial", Assert.Single(bench.Log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadHistory_AbsurdRange_IsRefusedBeforeAnybodyIsAsked()
    {
        using StubHandler handler = StubHandler.Nobody();
        using DemandBench bench = new(handler, Configured, DemandBench.PromQl("a"));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            bench.Sources.ReadHistoryAsync(Instant.FromUtc(1970, 1, 1, 0, 0), DemandBench.Start, Duration.FromSeconds(1), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            bench.Sources.ReadHistoryAsync(DemandBench.Start, DemandBench.Start, Duration.FromMilliseconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task ReadHistories_SeveralWorkloads_AsksForTheNextWhenTheLastIsTaken()
    {
        using StubHandler handler = new(async request => Answer(await request.Content!.ReadAsStringAsync()).Body);
        using DemandBench bench = new(handler, Configured, DemandBench.PromQl("a"), DemandBench.PromQl("b"));
        List<(string, int)> seen = [];

        await foreach (IReadOnlyList<DemandSample> series in bench.Sources.ReadHistoriesAsync(
            DemandBench.Start - Duration.FromMinutes(10), DemandBench.Start, Duration.FromMinutes(1), CancellationToken.None))
        {
            Assert.Equal(10, series.Count);
            seen.Add((series[0].Key.Name, handler.Requests));
        }

        Assert.Equal([("a", 1), ("b", 2)], seen);
    }

    [Fact]
    public async Task ReadHistory_PrometheusHangs_EndsAtItsTimeout()
    {
        TaskCompletionSource<string> never = new();
        using StubHandler handler = new(_ => never.Task);
        using DemandBench bench = new(handler, Configured with { PrometheusTimeout = Duration.FromSeconds(7) }, DemandBench.PromQl("a"));

        Task<IReadOnlyList<DemandSample>> reading = bench.Sources.ReadHistoryAsync(
            DemandBench.Start - Duration.FromMinutes(10), DemandBench.Start, Duration.FromMinutes(1), CancellationToken.None);
        bench.Time.Advance(TimeSpan.FromSeconds(8));
        never.SetCanceled();

        Assert.Empty(await reading);
        Assert.Equal([(DemandSourceKind.Backfill, DemandTroubleReason.Deadline, 1)], bench.Troubles);
    }

    [Fact]
    public async Task ReadHistory_EmptyRange_AsksNobody()
    {
        using StubHandler handler = StubHandler.Nobody();
        using DemandBench bench = new(handler, Configured, DemandBench.PromQl("a"));

        Assert.Empty(await bench.Sources.ReadHistoryAsync(DemandBench.Start, DemandBench.Start, Duration.FromMinutes(1), CancellationToken.None));
    }

    /// <summary>What a Prometheus would answer: a point at start, start + step, ... up to and including end.</summary>
    private static (long[] Times, string Body) Answer(string form)
    {
        System.Collections.Specialized.NameValueCollection fields = HttpUtility.ParseQueryString(form);
        long start = long.Parse(fields["start"]!, CultureInfo.InvariantCulture);
        long end = long.Parse(fields["end"]!, CultureInfo.InvariantCulture);
        long step = long.Parse(fields["step"]!, CultureInfo.InvariantCulture);
        long[] times = [.. Enumerable.Range(0, (int)((end - start) / step) + 1).Select(index => start + (index * step))];
        string points = string.Join(',', times.Select(time => $"[{time.ToString(CultureInfo.InvariantCulture)},\"1\"]"));
        return (times, $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[{{{points}}}]}]}}""");
    }
}
