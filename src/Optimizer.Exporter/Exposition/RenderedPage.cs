namespace Optimizer.Exporter.Exposition;

/// <summary>A page in the cache: bytes in a pooled buffer, held by the cache and by every reader still sending them.</summary>
internal sealed class RenderedPage(PageStream stream, long version, BufferPool pool)
{
    // The maker's own hold.
    private int _holders = 1;

    /// <summary>Version of the registry's content it shows.</summary>
    public long Version { get; } = version;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Body { get; } = stream.Written;

    /// <summary>Adds a holder. The caller must know of one that has not released yet.</summary>
    public void Retain() => Interlocked.Increment(ref _holders);

    /// <summary>Takes a holder away; the last one frees the buffer.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            pool.Return(stream);
        }
    }
}
