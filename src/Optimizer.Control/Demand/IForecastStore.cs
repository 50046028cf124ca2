using NodaTime;

namespace Optimizer.Control.Demand;

/// <summary>Keeps forecasters' states over restarts. What was saved together is found together, whatever instant the process dies at.</summary>
public interface IForecastStore
{
    /// <summary>All states, ordered by key. Never throws for what is on disk: a file or row that cannot be trusted is set aside, said and counted.</summary>
    Task<IReadOnlyList<StoredSeries>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Writes the states in one transaction and drops series not saved since the given time.</summary>
    /// <exception cref="IOException">The disk refuses; nothing of the batch is kept, and what was there before is.</exception>
    Task SaveAsync(IReadOnlyList<StoredSeries> states, Instant dropOlderThan, CancellationToken cancellationToken);

    /// <summary>Files and rows set aside since the start.</summary>
    long SetAside { get; }
}
