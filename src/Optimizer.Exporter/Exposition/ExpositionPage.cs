namespace Optimizer.Exporter.Exposition;

/// <summary>A rendered page, ready to be sent.</summary>
/// <param name="ContentType">Value of the Content-Type header.</param>
/// <param name="Body">The bytes to send. Valid until this page is disposed.</param>
/// <param name="Gzip">The body is gzip-compressed: send Content-Encoding gzip.</param>
/// <remarks>
/// Dispose it once the body has been sent: its buffer then serves a later page. A page that is never disposed stays valid and is
/// left to the garbage collector.
/// </remarks>
public sealed record ExpositionPage(string ContentType, ReadOnlyMemory<byte> Body, bool Gzip) : IDisposable
{
    private readonly PageLease? _lease;

    internal ExpositionPage(string contentType, RenderedPage page, bool gzip)
        : this(contentType, page.Body, gzip)
    {
        _lease = new PageLease(page);
    }

    /// <summary>Gives the buffer back. More than one call does no harm.</summary>
    public void Dispose() => _lease?.Release();
}
