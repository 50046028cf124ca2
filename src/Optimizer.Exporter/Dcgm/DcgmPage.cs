using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using Prometheus;

namespace Optimizer.Exporter.Dcgm;

/// <summary>The opt-in page under dcgm-exporter's names, so that dashboards and rules written for it keep working. Thread-safe.</summary>
/// <remarks>
/// Types and units are dcgm-exporter's: this page does not pass promlint and stays out of <c>/metrics</c>. A reading of the board
/// appears once, on the GPU's row; only what belongs to an instance is on an instance's row. What is not known is absent.
/// </remarks>
public sealed class DcgmPage : IDisposable
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly SeriesTable _table;
    private readonly PageCache _pages;
    private readonly DcgmMapping _mapping;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Published _published = new(null, null, TimeSpan.Zero, 0);
    private Published? _applied;
    private long _version;

    /// <summary>A page with a registry of its own.</summary>
    /// <param name="hostname">Value of the <c>hostname</c> label on every row.</param>
    /// <param name="time">Measures the time between two snapshots; simulated time in simulation.</param>
    public DcgmPage(string hostname, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(hostname);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _mapping = new DcgmMapping(hostname);
        _table = new SeriesTable(_registry, DcgmFamilies.All, static family => family.SeriesCap, static _ => false);
        _pages = new PageCache(_registry);
    }

    /// <summary>Makes a snapshot the one to show. Call once per cycle, as soon as it is taken, from one thread: rates are taken between the last two calls.</summary>
    public void Publish(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Published present = Volatile.Read(ref _published);
        if (present.Now?.Sequence != snapshot.Sequence)
        {
            // The monotone clock, not the snapshots' wall time: a clock that NTP sets back or forward would make rates that never were.
            long at = _time.GetTimestamp();
            TimeSpan elapsed = present.Now is null ? TimeSpan.Zero : _time.GetElapsedTime(present.PublishedAt, at);
            Volatile.Write(ref _published, new Published(present.Now, snapshot, elapsed, at));
        }
    }

    /// <summary>Renders the latest snapshot in the text format; empty before the first.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while another page was being rendered.</exception>
    public async ValueTask<ExpositionPage> RenderAsync(bool gzip, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            Apply(Volatile.Read(ref _published));
            return await _pages.PageAsync(Exposition.ExpositionFormat.Text, gzip, _version);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private void Apply(Published published)
    {
        if (ReferenceEquals(published, _applied) || published.Now is not { } now)
        {
            return;
        }

        _version++;
        _table.Begin(counting: true);
        _mapping.Write(published.Before, published.Elapsed, now, _table);
        _table.End();
        _applied = published; // last: after a mapping that failed the next scrape applies anew
    }

    private sealed record Published(NodeSnapshot? Before, NodeSnapshot? Now, TimeSpan Elapsed, long PublishedAt);
}
