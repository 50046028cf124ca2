using System.Collections.Concurrent;

namespace Optimizer.Exporter.Exposition;

/// <summary>Page buffers between uses. A page is several hundred kilobytes: made anew for each scrape it would live in the large object heap.</summary>
internal sealed class BufferPool
{
    // One per format and encoding being rendered, and as many still being sent; more come and go with the garbage collector.
    private const int Kept = 8;

    private readonly ConcurrentQueue<PageStream> _free = new();

    /// <summary>An empty buffer.</summary>
    public PageStream Rent()
    {
        if (_free.TryDequeue(out PageStream? stream))
        {
            stream.SetLength(0);
            return stream;
        }

        return new PageStream();
    }

    /// <summary>Takes back a buffer nobody reads any more.</summary>
    public void Return(PageStream stream)
    {
        if (_free.Count < Kept)
        {
            _free.Enqueue(stream);
        }
    }
}
