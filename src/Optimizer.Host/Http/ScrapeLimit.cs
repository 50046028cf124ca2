namespace Optimizer.Host.Http;

/// <summary>Counts requests of one kind in progress. Thread-safe. A limit that shrinks on reload lets those in progress finish.</summary>
internal sealed class ScrapeLimit
{
    private int _inside;

    /// <summary>Takes a place, or answers false when all are taken. Each true needs one <see cref="Leave"/>.</summary>
    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _inside) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _inside);
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _inside);
}
