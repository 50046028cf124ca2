using System.IO.Compression;
using Prometheus;

namespace Optimizer.Exporter.Exposition;

/// <summary>Renders a registry and keeps the newest page per format and encoding. Not thread-safe: the exporter's gate is around it.</summary>
internal sealed class PageCache(CollectorRegistry registry)
{
    // Snapshots come every second, and a fastest-level pass is already a tenth of the size: more effort would be spent on the scrape's path.
    private const CompressionLevel Compression = CompressionLevel.Fastest;

    private readonly RenderedPage?[] _pages = new RenderedPage?[4];
    private readonly BufferPool _pool = new();

    /// <summary>The page of a version, rendered only when it is not the one kept.</summary>
    public async ValueTask<ExpositionPage> PageAsync(ExpositionFormat format, bool gzip, long version)
    {
        RenderedPage page = await RenderedAsync(format, gzip, version);
        return new ExpositionPage(ContentType(format), page, gzip);
    }

    private static string ContentType(ExpositionFormat format) => format switch
    {
        ExpositionFormat.Text => "text/plain; version=0.0.4; charset=utf-8",
        ExpositionFormat.OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not an exposition format."),
    };

    private async ValueTask<RenderedPage> RenderedAsync(ExpositionFormat format, bool gzip, long version)
    {
        int slot = ((int)format * 2) + (gzip ? 1 : 0);
        if (_pages[slot] is { } kept && kept.Version == version)
        {
            return kept;
        }

        PageStream stream = _pool.Rent();
        if (gzip)
        {
            RenderedPage plain = await RenderedAsync(format, gzip: false, version);
            await using GZipStream compressor = new(stream, Compression, leaveOpen: true);
            compressor.Write(plain.Body.Span);
        }
        else
        {
            // Not the scraper's token: a page half rendered because one of them left would be of no use to the next.
            await registry.CollectAndExportAsTextAsync(stream, ForeignFormat(format), CancellationToken.None);
        }

        RenderedPage page = new(stream, version, _pool);
        _pages[slot]?.Release();
        _pages[slot] = page;
        return page;
    }

    private static Prometheus.ExpositionFormat ForeignFormat(ExpositionFormat format) =>
        format == ExpositionFormat.OpenMetrics ? Prometheus.ExpositionFormat.OpenMetricsText : Prometheus.ExpositionFormat.PrometheusText;
}
