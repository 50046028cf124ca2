using System.Net;
using Microsoft.AspNetCore.Routing;
using Optimizer.Host.Http;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Http;

public sealed class EndpointTests
{
    [Fact]
    public async Task Views_MoreThanEightAtOnce_NinthIsTurnedAwayUntilOneEnds()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        using ManualResetEventSlim release = new();
        int inside = 0;
        daemon.Pages.OnSnapshotJson = () =>
        {
            Interlocked.Increment(ref inside);
            release.Wait();
        };
        Task<HttpResponseMessage>[] held = [.. Enumerable.Range(0, 8).Select(_ => daemon.Client.GetAsync("/api/v1/snapshot"))];
        await Eventually.So(() => Volatile.Read(ref inside) == 8);

        foreach (string path in new[] { "/", "/api/v1/snapshot", "/api/v1/layout" })
        {
            using HttpResponseMessage ninth = await daemon.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ninth.StatusCode);
            Assert.Equal("1", Assert.Single(ninth.Headers.GetValues("Retry-After")));
        }

        Assert.Equal(HttpStatusCode.OK, (await daemon.GetAsync("/metrics")).Status); // scrapes have places of their own
        release.Set();
        Assert.All(await Task.WhenAll(held), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await daemon.GetAsync("/")).Status);
    }

    private static readonly string[] Mutating = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"];

    [Fact]
    public async Task Routes_Enumerated_OnlyReadAndAreTheContract()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();

        RouteEndpoint[] routes = [.. daemon.Host.Endpoints.Cast<RouteEndpoint>()];

        Assert.All(routes, r => Assert.Equal(["GET", "HEAD"], r.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods));
        Assert.Equal(
            ["/", "/api/v1/forecast", "/api/v1/history", "/api/v1/layout", "/api/v1/plan", "/api/v1/snapshot", "/healthz", "/metrics", "/metrics/dcgm", "/readyz"],
            routes.Select(r => r.RoutePattern.RawText!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Routes_WithALoopToSteer_NothingThatSteersItIsReachableOverTcp()
    {
        using TemporaryFolder folder = new();
        FakeOperator loop = new();
        await using RunningDaemon daemon = await RunningDaemon.StartAsync(loop: loop, socket: Path.Combine(folder.Path, "c.sock"));

        Assert.All(daemon.Host.Endpoints.Cast<RouteEndpoint>(), r => Assert.Equal(["GET", "HEAD"], r.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods));
        foreach (string path in new[] { "/pause", "/resume", "/approve/1", "/release/GPU-1", "/api/v1/pause" })
        {
            using HttpResponseMessage response = await daemon.Client.PostAsync(path, null);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        }

        Assert.Empty(loop.Orders);
    }

    [Fact]
    public async Task PlanAndHistory_OfTheLoop_AreShown()
    {
        using TemporaryFolder folder = new();
        await using RunningDaemon daemon = await RunningDaemon.StartAsync(loop: new FakeOperator(), socket: Path.Combine(folder.Path, "c.sock"));

        (HttpStatusCode planStatus, string plan) = await daemon.GetAsync("/api/v1/plan");
        (HttpStatusCode historyStatus, string history) = await daemon.GetAsync("/api/v1/history?most=1&acted=true");
        (HttpStatusCode badStatus, _) = await daemon.GetAsync("/api/v1/history?most=0");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest), (planStatus, historyStatus, badStatus));
        Assert.Equal(42, System.Text.Json.JsonDocument.Parse(plan).RootElement.GetProperty("generation").GetInt64());
        Assert.Equal(1, System.Text.Json.JsonDocument.Parse(history).RootElement.GetProperty("plans").GetArrayLength());
    }

    [Fact]
    public async Task AnyRoute_MutatingMethod_405()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        string[] paths = [.. daemon.Host.Endpoints.Cast<RouteEndpoint>().Select(r => r.RoutePattern.RawText!), "/nowhere"];

        foreach (string path in paths)
        {
            foreach (string method in Mutating.Where(m => m is not "CONNECT"))
            {
                using HttpRequestMessage request = new(new HttpMethod(method), path);
                using HttpResponseMessage response = await daemon.Client.SendAsync(request);
                Assert.True(response.StatusCode == HttpStatusCode.MethodNotAllowed, $"{method} {path} answered {response.StatusCode}");
                Assert.Equal("GET, HEAD", response.Content.Headers.Allow.Count > 0 ? string.Join(", ", response.Content.Headers.Allow) : "");
            }
        }
    }

    [Fact]
    public async Task Metrics_AcceptAndEncoding_ReachTheExporter()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;q=0.3");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");

        using HttpResponseMessage response = await daemon.Client.SendAsync(request);

        Assert.Equal("accept=application/openmetrics-text;version=1.0.0;q=0.6,text/plain;q=0.3 gzip=True\n", await response.Content.ReadAsStringAsync());
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("Accept, Accept-Encoding", string.Join(", ", response.Headers.Vary));
    }

    [Fact]
    public async Task Metrics_Head_LengthWithoutBody()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Head, "/metrics");

        using HttpResponseMessage response = await daemon.Client.SendAsync(request);

        Assert.Equal("accept= gzip=False\n".Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Metrics_MoreScrapesThanPlaces_503ThenServesAgain()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync("http: { max_concurrent_scrapes: 1 }");
        TaskCompletionSource entered = new();
        TaskCompletionSource release = new();
        RenderPage quick = daemon.Pages.Metrics;
        daemon.Pages.Metrics = async (_, _, _) =>
        {
            entered.SetResult();
            await release.Task;
            return new PageAnswer("text/plain", "slow\n"u8.ToArray());
        };

        Task<(HttpStatusCode Status, string Body)> first = daemon.GetAsync("/metrics");
        await entered.Task;
        using HttpResponseMessage second = await daemon.Client.GetAsync("/metrics");
        release.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal("1", second.Headers.RetryAfter!.ToString());
        Assert.Equal("slow\n", (await first).Body);
        daemon.Pages.Metrics = quick;
        Assert.Equal(HttpStatusCode.OK, (await daemon.GetAsync("/metrics")).Status);
    }

    [Fact]
    public async Task Metrics_LeaseOfThePage_IsGivenBackOnceSent()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        Lease lease = new();
        daemon.Pages.Metrics = (_, _, _) => ValueTask.FromResult(new PageAnswer("text/plain", "x"u8.ToArray(), Gzip: false, lease));

        await daemon.GetAsync("/metrics");
        await daemon.GetAsync("/healthz");

        Assert.Equal(1, lease.Disposals);
    }

    [Fact]
    public async Task Readiness_BeforeAndAfterTheFirstCycle()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        daemon.Pages.Snapshot = null;

        Assert.Equal((HttpStatusCode.OK, "ok\n"), await daemon.GetAsync("/healthz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: the first sampling cycle is not complete\n"), await daemon.GetAsync("/readyz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await daemon.GetAsync("/api/v1/snapshot")).Status);

        daemon.Pages.Snapshot = TestPages.Empty(7);
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await daemon.GetAsync("/readyz"));
        Assert.Equal((HttpStatusCode.OK, "{\"sequence\":7}"), await daemon.GetAsync("/api/v1/snapshot"));
    }

    [Fact]
    public async Task Dcgm_OffUnlessConfigured()
    {
        await using RunningDaemon off = await RunningDaemon.StartAsync();
        await using RunningDaemon on = await RunningDaemon.StartAsync("metrics: { dcgm_page: true }");

        (HttpStatusCode status, string body) = await off.GetAsync("/metrics/dcgm");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("metrics.dcgm_page", body);
        Assert.Equal((HttpStatusCode.OK, "dcgm\n"), await on.GetAsync("/metrics/dcgm"));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("history")]
    public async Task PlannedApi_ExplainsItsAbsence(string name)
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();

        (HttpStatusCode status, string body) = await daemon.GetAsync($"/api/v1/{name}");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal($"no_{name}", System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task LandingPage_HostileGpuName_IsEscaped()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        daemon.Pages.Snapshot = TestPages.WithGpu("<script>alert(1)</script>");

        (_, string html) = await daemon.GetAsync("/");

        Assert.DoesNotContain("<script", html);
        Assert.Contains("&lt;script&gt;", html);
        Assert.Contains("<a href=\"/metrics\">", html);
        Assert.Contains("<html lang=\"en\">", html);
    }

    [Fact]
    public async Task AnyAnswer_CarriesSecurityHeadersAndNoServerName()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();

        foreach (string path in new[] { "/", "/metrics", "/nowhere" })
        {
            using HttpResponseMessage response = await daemon.Client.GetAsync(path);
            Assert.Equal("nosniff", string.Join(",", response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", string.Join(",", response.Headers.GetValues("X-Frame-Options")));
            Assert.Contains("default-src 'none'", string.Join(",", response.Headers.GetValues("Content-Security-Policy")));
            Assert.Empty(response.Headers.Server);
        }
    }

    [Fact]
    public async Task Request_HeadersBeyondTheLimit_431()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("X-Long", new string('a', 17_000));

        using HttpResponseMessage response = await daemon.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("deflate, GZIP;q=0.5", true)]
    [InlineData("*", true)]
    [InlineData("*, gzip;q=0", false)]
    [InlineData("gzip;q=0.0", false)]
    [InlineData("gzip;q=x", false)]
    [InlineData("identity", false)]
    [InlineData("", false)]
    public void Gzip_AcceptEncoding_IsRead(string header, bool accepted)
    {
        Assert.Equal(accepted, GzipNegotiation.Accepts(header));
    }

    private sealed class Lease : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
