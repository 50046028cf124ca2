using System.IO.Compression;
using System.Text;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Prometheus;
using ExpositionFormat = Optimizer.Exporter.Exposition.ExpositionFormat;

namespace Optimizer.Exporter.Tests.Exposition;

/// <summary>Encodings, caching and who owns the bytes.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData(ExpositionFormat.Text, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData(ExpositionFormat.OpenMetrics, "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public async Task RenderAsync_Gzip_HoldsThePlainPage(ExpositionFormat format, string contentType)
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(BusyNode.Cycle(1));

        using ExpositionPage page = await exporter.RenderAsync(format, gzip: true, CancellationToken.None);

        await using GZipStream plain = new(new MemoryStream(page.Body.ToArray()), CompressionMode.Decompress);
        using StreamReader reader = new(plain, Encoding.UTF8);
        Assert.Equal(await Page.TextAsync(exporter, format), await reader.ReadToEndAsync());
        Assert.Equal(contentType, page.ContentType);
        Assert.True(page.Gzip);
    }

    [Fact]
    public async Task RenderAsync_SameSnapshot_ServesTheSameBytes()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(Some.Node());
        using ExpositionPage first = await exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None);

        using ExpositionPage second = await exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None);

        Assert.True(first.Body.Equals(second.Body));
    }

    [Fact]
    public async Task RenderAsync_PageStillHeld_IsNotOverwrittenByLaterOnes()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(Some.Node(1).WithGpu(Some.H100()));
        using ExpositionPage held = await exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None);
        byte[] before = held.Body.ToArray();

        for (long cycle = 2; cycle < 20; cycle++)
        {
            exporter.Publish(Some.Node(cycle));
            (await exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None)).Dispose();
        }

        Assert.Equal(before, held.Body.ToArray());
    }

    [Fact]
    public async Task Dispose_TwiceAndThroughACopy_GivesTheBufferBackOnce()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(Some.Node(1));
        using ExpositionPage keeper = await exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None);
        ExpositionPage other = await exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None);
        byte[] before = keeper.Body.ToArray();
        ExpositionPage copy = other with { Gzip = true };
        other.Dispose();
        other.Dispose();
        copy.Dispose();

        for (long cycle = 2; cycle < 20; cycle++)
        {
            exporter.Publish(Some.Node(cycle).WithGpu(Some.H100()));
            (await exporter.RenderAsync(ExpositionFormat.Text, gzip: false, CancellationToken.None)).Dispose();
        }

        Assert.Equal(before, keeper.Body.ToArray());
    }

    [Fact]
    public async Task RenderAsync_CachingOff_ShowsForeignMetersAtOnce()
    {
        using MetricsExporter exporter = new(TestOptions.Default with { CachePages = false });
        Counter foreign = Metrics.WithCustomRegistry(exporter.Registry).CreateCounter("foreign_requests_total", "Requests.");
        exporter.Publish(Some.Node());
        await Page.ReadAsync(exporter);
        foreign.Inc();

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(1, page["foreign_requests_total"]);
    }

    [Fact]
    public async Task RenderAsync_InsideATrace_AttachesNoExemplars()
    {
        using System.Diagnostics.Activity scrape = new("scrape");
        scrape.Start();
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.Publish(Some.Node().WithGpu(Some.H100()));

        string page = await Page.TextAsync(exporter, ExpositionFormat.OpenMetrics);

        Assert.DoesNotContain(" # {", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RenderAsync_Cancelled_Throws()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await exporter.RenderAsync(ExpositionFormat.Text, gzip: false, gone.Token));
    }
}
