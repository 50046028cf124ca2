namespace Optimizer.Exporter.Exposition;

/// <summary>One reader's hold on a rendered page; copies of the reader's record share it, so it is given back once.</summary>
internal sealed class PageLease
{
    private RenderedPage? _page;

    public PageLease(RenderedPage page)
    {
        page.Retain();
        _page = page;
    }

    public void Release() => Interlocked.Exchange(ref _page, null)?.Release();
}
