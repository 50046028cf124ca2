using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Control.Tests.Demand;

/// <summary>A store without a disk: what was saved together is found together.</summary>
internal sealed class MemoryStore : IForecastStore
{
    public IReadOnlyList<StoredSeries> Kept { get; set; } = [];

    public bool Refuses { get; set; }

    public int Saves { get; private set; }

    public long SetAside => 0;

    public Task<IReadOnlyList<StoredSeries>> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(Kept);

    public Task SaveAsync(IReadOnlyList<StoredSeries> states, Instant dropOlderThan, CancellationToken cancellationToken)
    {
        if (Refuses)
        {
            return Task.FromException(new IOException("no space left"));
        }

        Saves++;
        Kept = [.. states];
        return Task.CompletedTask;
    }
}
