using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Simulation.Faults;

namespace Optimizer.EndToEnd.Tests.Pages;

/// <summary>Between the HTTP server and the driver there is only the latest snapshot.</summary>
public sealed class IsolationTests
{
    private static readonly string[] Paths = ["/metrics", "/metrics/dcgm", "/api/v1/snapshot", "/api/v1/layout", "/", "/healthz", "/readyz"];

    /// <summary>With every NVML call hanging, any page that made one would hang as well.</summary>
    [Fact]
    public async Task Pages_WhileEveryDriverCallHangs_AreAnsweredAtOnce()
    {
        await using InProcessDaemon daemon = await InProcessDaemon.StartAsync("dgx-h100", LocalPorts.Take());
        FaultRule hang = new() { NeverReturns = true };
        daemon.Driver.InjectFault(hang);
        await Eventually.Is(
            "the sampler hangs, too: a GPU is given up", () => daemon.Client.GetStringAsync("/metrics"),
            static page => PageText.SeriesOf(page, "device_up").Any(static line => line.EndsWith(" 0", StringComparison.Ordinal)));

        long start = TimeProvider.System.GetTimestamp();
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 8).SelectMany(_ => Paths).Select(async path =>
        {
            using HttpResponseMessage answer = await daemon.Client.GetAsync(path);
            return answer.StatusCode;
        }));

        Assert.All(answers, static code => Assert.Equal(HttpStatusCode.OK, code));
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(5));

        daemon.Driver.ClearFault(hang);
        await Eventually.Is(
            "every GPU is back", () => daemon.Client.GetStringAsync("/metrics"),
            static page => PageText.SeriesOf(page, "device_up") is { Length: 8 } lines && lines.All(static line => line.EndsWith(" 1", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "application/openmetrics-text")]
    [InlineData("text/plain;version=0.0.4", "text/plain")]
    [InlineData("*/*", "text/plain")]
    public async Task Metrics_ByNegotiation_TheRealPageInEitherFormatAndCompression(string accept, string type)
    {
        await using InProcessDaemon daemon = await InProcessDaemon.StartAsync("single-a30", LocalPorts.Take());
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        using HttpResponseMessage answer = await daemon.Client.SendAsync(request);

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        await using GZipStream unpacked = new(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked, Encoding.UTF8);
        string page = await reader.ReadToEndAsync();
        Assert.Contains("gpu_optimizer_device_up{gpu_uuid=", page);
        Assert.Equal(type == "application/openmetrics-text", page.EndsWith("# EOF\n", StringComparison.Ordinal));
    }
}
