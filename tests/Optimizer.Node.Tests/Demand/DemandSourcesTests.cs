using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;
using Optimizer.Node.Demand;

namespace Optimizer.Node.Tests.Demand;

public sealed class DemandSourcesTests
{
    private static readonly Uri Page = new("http://a.test/metrics");

    [Fact]
    public async Task Read_Counter_IsARateFromTheSecondReadingOn()
    {
        int requests = 0;
        using StubHandler handler = new(_ => $"requests_total {requests += 50}\n");
        using DemandBench bench = new(handler, null, DemandBench.Counter("chat", Page));

        Assert.Empty(await bench.ReadAsync());
        DemandSample sample = Assert.Single(await bench.ReadAsync());

        Assert.Equal(new DemandSample(new(SeriesScope.Workload, "chat", DemandSignal.RequestRate), DemandBench.Start + Duration.FromSeconds(20), 5, false, null), sample);
        Assert.Empty(bench.Sources.Troubles);
    }

    [Fact]
    public async Task Read_OneOfManyFails_CostsItsOwnSampleCountsAndIsSaidOnce()
    {
        bool broken = true;
        using StubHandler handler = new(request => request.RequestUri!.Host == "b.test" && broken ? throw new HttpRequestException("refused") : "queue 3\n");
        using DemandBench bench = new(handler, null, DemandBench.Gauge("a", Page), DemandBench.Gauge("b", new Uri("http://b.test/metrics")), DemandBench.Gauge("c", Page));

        Assert.Equal(["a", "c"], (await bench.ReadAsync()).Select(sample => sample.Key.Name));
        Assert.Equal(["a", "c"], (await bench.ReadAsync()).Select(sample => sample.Key.Name));
        broken = false;
        Assert.Equal(["a", "b", "c"], (await bench.ReadAsync()).Select(sample => sample.Key.Name));

        Assert.Equal([(DemandSourceKind.Scrape, DemandTroubleReason.Unreachable, 2)], bench.Troubles);
        Assert.Equal([140, 141], bench.Log.Lines.Select(line => line.Event));
    }

    [Fact]
    public async Task Read_EndpointThatIgnoresTheDeadline_DelaysNobodyAndIsAskedOnce()
    {
        TaskCompletionSource<string> never = new();
        using StubHandler handler = new(request => request.RequestUri!.Host == "slow.test" ? never.Task : Task.FromResult("queue 1\n"));
        using DemandBench bench = new(handler, null, DemandBench.Gauge("a", Page), DemandBench.Gauge("slow", new Uri("http://slow.test/metrics")));

        Task<IReadOnlyList<DemandSample>> first = bench.ReadAsync();
        Assert.False(first.IsCompleted);
        bench.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("a", Assert.Single(await first).Key.Name);
        Assert.Equal("a", Assert.Single(await bench.ReadAsync()).Key.Name);
        never.SetResult("queue 9\n");

        Assert.Equal(3, handler.Requests);
        Assert.Equal([(DemandSourceKind.Scrape, DemandTroubleReason.Deadline, 2)], bench.Troubles);

        // What follows the late answer runs on a thread of the pool: it has answered once that is through.
        IReadOnlyList<DemandSample> samples = await bench.ReadAsync();
        for (int turn = 0; turn < 100_000 && samples.Count < 2; turn++)
        {
            await Task.Yield();
            samples = await bench.ReadAsync();
        }

        Assert.Equal(["a", "slow"], samples.Select(sample => sample.Key.Name));
    }

    [Fact]
    public async Task Read_ManyTargets_NeverAsksMoreAtATimeThanAllowed()
    {
        int now = 0, most = 0;
        List<TaskCompletionSource<string>> waiting = [];
        using StubHandler handler = new(_ =>
        {
            most = Math.Max(most, ++now);
            TaskCompletionSource<string> answer = new();
            waiting.Add(answer);
            return answer.Task;
        });
        using DemandBench bench = new(handler, new() { MaxParallel = 3 }, [.. Enumerable.Range(0, 10).Select(index => DemandBench.Gauge($"w{index}", Page))]);

        Task<IReadOnlyList<DemandSample>> reading = bench.ReadAsync();
        for (int answered = 0; answered < 10; answered++)
        {
            // Set on this thread, so that whoever waits for a turn goes on before the loop does.
            now--;
            waiting[answered].SetResult("queue 1\n");
            await Eventually(() => waiting.Count > Math.Min(9, answered + 1));
        }

        Assert.Equal(10, (await reading).Count);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Read_NegativeGauge_IsNoDemand()
    {
        using StubHandler handler = new(_ => "queue -1\n");
        using DemandBench bench = new(handler, null, DemandBench.Gauge("a", Page));

        Assert.Empty(await bench.ReadAsync());
        Assert.Equal([(DemandSourceKind.Scrape, DemandTroubleReason.BadValue, 1)], bench.Troubles);
    }

    [Fact]
    public async Task Read_PromQlWithoutAPrometheus_SaysWhatToConfigure()
    {
        using StubHandler handler = StubHandler.Nobody();
        using DemandBench bench = new(handler, null, DemandBench.PromQl("a"));

        Assert.Empty(await bench.ReadAsync());
        Assert.Equal([(DemandSourceKind.PromQl, DemandTroubleReason.NotConfigured, 1)], bench.Troubles);
        Assert.Contains("address of a Prometheus", Assert.Single(bench.Log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoSnapshot_AsksWorkloadsAllTheSame()
    {
        using StubHandler handler = new(_ => "queue 3\n");
        using DemandBench bench = new(handler, null, DemandBench.Gauge("a", Page));

        Assert.Equal(3, Assert.Single(await bench.Sources.ReadAsync(null, CancellationToken.None)).Value);
    }

    [Fact]
    public async Task Read_PrometheusAndPage_EachHasItsOwnTimeout()
    {
        using StubHandler handler = new(_ => new TaskCompletionSource<string>().Task);
        DemandSourcesOptions options = new() { Deadline = Duration.FromSeconds(1), PrometheusTimeout = Duration.FromSeconds(4), Prometheus = new Uri("http://prometheus.test") };
        using DemandBench bench = new(handler, options, DemandBench.Gauge("page", Page), DemandBench.PromQl("query"));

        Task<IReadOnlyList<DemandSample>> reading = bench.ReadAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(reading.IsCompleted);
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Empty(await reading);
        Assert.Equal(
            [(DemandSourceKind.Scrape, DemandTroubleReason.Deadline, 1), (DemandSourceKind.PromQl, DemandTroubleReason.Deadline, 1)], bench.Troubles);
    }

    [Fact]
    public async Task Read_CallerGivesUp_EndsTheReading()
    {
        using StubHandler handler = new(_ => new TaskCompletionSource<string>().Task);
        using DemandBench bench = new(handler, null, DemandBench.Gauge("a", Page));
        using CancellationTokenSource cancelled = new();
        Task<IReadOnlyList<DemandSample>> reading = bench.Sources.ReadAsync(
            new() { Sequence = 1, At = DemandBench.Start, Health = new() }, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
