using System.Globalization;
using Optimizer.Control.Demand;
using Optimizer.Node.Demand;

namespace Optimizer.Node.Tests.Demand;

/// <summary>Over real connections: what other sides do, and what it costs us.</summary>
public sealed class TransportTests
{
    private static readonly DemandSourcesOptions Small = new() { MaxPageBytes = 64 * 1024 };

    [Fact]
    public async Task Read_APage_IsFetched()
    {
        await using LoopbackServer server = LoopbackServer.Of("# TYPE queue gauge\nqueue{model=\"a\"} 3\nqueue{model=\"b\"} 4\n");
        using DemandBench bench = new(null, Small, DemandBench.Gauge("a", server.Page));

        Assert.Equal(7, Assert.Single(await bench.ReadAsync()).Value);
    }

    [Theory]
    [InlineData("404 Not Found", "")]
    [InlineData("500 Internal Server Error", "")]
    [InlineData("302 Found", "Location: http://127.0.0.1:1/elsewhere\r\n")]
    public async Task Read_AnswerIsNoSuccess_IsSaidAndNoRedirectIsFollowed(string status, string headers)
    {
        await using LoopbackServer server = LoopbackServer.Of("queue 1\n", status, headers);

        Assert.Equal(DemandTroubleReason.Status, await TroubleAsync(server.Page));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Read_PageLargerThanTheLimit_IsNotReadToItsEnd()
    {
        long sent = 0;
        await using LoopbackServer server = new(async (_, stream, cancellationToken) =>
        {
            await LoopbackServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", cancellationToken);
            byte[] chunk = "queue 1\n"u8.ToArray();
            while (true)
            {
                await stream.WriteAsync(chunk, cancellationToken);
                sent += chunk.Length;
            }
        });

        Assert.Equal(DemandTroubleReason.TooLarge, await TroubleAsync(server.Page));
        Assert.True(sent < 64 << 20, $"{sent} bytes were taken");
    }

    [Fact]
    public async Task Read_LengthSaysTooLarge_NothingIsRead()
    {
        await using LoopbackServer server = new((_, stream, cancellationToken) =>
            LoopbackServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nqueue 1\n", cancellationToken));

        Assert.Equal(DemandTroubleReason.TooLarge, await TroubleAsync(server.Page));
    }

    [Theory]
    [InlineData("")]
    [InlineData("what is HTTP?\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nqueue 1\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\nqueue 1\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\nqueue 1\n")]
    public async Task Read_ConnectionBreaksOrLies_IsUnreachable(string answer)
    {
        await using LoopbackServer server = new((_, stream, cancellationToken) => LoopbackServer.SendAsync(stream, answer, cancellationToken));

        Assert.Equal(DemandTroubleReason.Unreachable, await TroubleAsync(server.Page));
    }

    [Theory]
    [InlineData("\0\u0001\u0002 queue queue{{{{\n", DemandTroubleReason.Missing)]
    [InlineData("queue{a=\"b} 1\nqueue x\n", DemandTroubleReason.Garbage)]
    [InlineData("queue NaN\n", DemandTroubleReason.Missing)]
    [InlineData("", DemandTroubleReason.Missing)]
    public async Task Read_PageSaysNothing_IsNotZero(string page, DemandTroubleReason reason)
    {
        await using LoopbackServer server = LoopbackServer.Of(page);

        Assert.Equal(reason, await TroubleAsync(server.Page));
    }

    [Fact]
    public async Task Read_NobodyListens_IsUnreachable()
    {
        Uri page;
        await using (LoopbackServer server = LoopbackServer.Of(""))
        {
            page = server.Page;
        }

        Assert.Equal(DemandTroubleReason.Unreachable, await TroubleAsync(page));
        Assert.Equal(DemandTroubleReason.Unreachable, await TroubleAsync(new Uri("file:///etc/passwd")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nqueue 1\n")]
    public async Task Read_ServerFallsSilent_EndsAtTheDeadlineWithTheOthersSamples(string beginning)
    {
        await using LoopbackServer silent = new(async (_, stream, cancellationToken) =>
        {
            await LoopbackServer.SendAsync(stream, beginning, cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        await using LoopbackServer good = LoopbackServer.Of("queue 2\n");
        using DemandBench bench = new(null, Small, DemandBench.Gauge("good", good.Page), DemandBench.Gauge("silent", silent.Page));

        Task<IReadOnlyList<DemandSample>> reading = bench.ReadAsync();
        await silent.Asked.Task;
        await good.Asked.Task;
        bench.Time.Advance(TimeSpan.FromSeconds(5));

        // Whether the good one made it depends on which thread was first; the silent one never does.
        Assert.DoesNotContain(await reading, sample => sample.Key.Name == "silent");
        Assert.Contains(bench.Troubles, trouble => trouble.Item2 == DemandTroubleReason.Deadline);
    }

    [Fact]
    public async Task Query_Prometheus_IsPostedAndItsMessageIsKept()
    {
        string asked = "";
        const string Refusal = """{"status":"error","errorType":"bad_data","error":"parse error"}""";
        await using LoopbackServer server = new((request, stream, cancellationToken) =>
        {
            asked = request;
            return LoopbackServer.SendAsync(
                stream, string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 400 Bad Request\r\nContent-Length: {Refusal.Length}\r\nConnection: close\r\n\r\n{Refusal}"), cancellationToken);
        });
        using DemandBench bench = new(null, Small with { Prometheus = new Uri(server.Page, "/prefix") }, DemandBench.PromQl("a", "sum("));

        Assert.Empty(await bench.ReadAsync());

        Assert.StartsWith("POST /prefix/api/v1/query HTTP/1.1", asked, StringComparison.Ordinal);
        Assert.EndsWith("query=sum%28", asked, StringComparison.Ordinal);
        Assert.Contains("bad_data: parse error", Assert.Single(bench.Log.Lines).Text, StringComparison.Ordinal);
        Assert.Equal([(DemandSourceKind.PromQl, DemandTroubleReason.Refused, 1)], bench.Troubles);
    }

    private static async Task<DemandTroubleReason> TroubleAsync(Uri page)
    {
        using DemandBench bench = new(null, Small, DemandBench.Gauge("a", page));
        Assert.Empty(await bench.ReadAsync());
        return Assert.Single(bench.Sources.Troubles).Reason;
    }
}
