using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>A store without a disk: what was saved together is found together.</summary>
internal sealed class MemoryStore : IForecastStore
{
    private bool _unread;

    public IReadOnlyList<StoredSeries> Kept { get; set; } = [];

    /// <summary>Like a full disk: nothing can be written.</summary>
    public bool Refuses { get; set; }

    /// <summary>Like a file that cannot be read now: it is found empty, and nothing may be written until a load succeeds.</summary>
    public bool Locked { get; set; }

    public int Loads { get; private set; }

    public int Saves { get; private set; }

    public int LargestBatch { get; private set; }

    public long SetAside => 0;

    public Task<IReadOnlyList<StoredSeries>> LoadAsync(CancellationToken cancellationToken)
    {
        Loads++;
        _unread = Locked;
        return Task.FromResult(Locked ? [] : Kept);
    }

    public Task SaveAsync(IReadOnlyList<StoredSeries> states, Instant dropOlderThan, CancellationToken cancellationToken)
    {
        if (Refuses || _unread)
        {
            return Task.FromException(new IOException("no space left"));
        }

        Saves++;
        LargestBatch = Math.Max(LargestBatch, states.Count);
        HashSet<Optimizer.Model.Demand.SeriesKey> written = [.. states.Select(static state => state.Key)];
        Kept = [.. Kept.Where(kept => !written.Contains(kept.Key) && kept.SavedAt >= dropOlderThan).Concat(states).OrderBy(static kept => kept.Key)];
        return Task.CompletedTask;
    }
}
