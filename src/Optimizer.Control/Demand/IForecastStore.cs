using NodaTime;

namespace Optimizer.Control.Demand;

/// <summary>Keeps forecasters' states over restarts. What was saved in one call is found together, whatever instant the process dies at.</summary>
public interface IForecastStore
{
    /// <summary>All states, ordered by key. Never throws for what is on disk: a file or row that cannot be trusted is set aside, said and counted.</summary>
    Task<IReadOnlyList<StoredSeries>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Writes the states in one transaction and drops series not saved since the given time. Other states stay as they are.</summary>
    /// <remarks>
    /// All states at once would be tens of megabytes. They come in batches, a call each: every state is whole and no series depends on another, so batches of
    /// two savings side by side are as good as one.
    /// </remarks>
    /// <param name="states">A batch; may be empty.</param>
    /// <param name="dropOlderThan">What is older is dropped: only with the last batch of a saving. 1970 drops nothing.</param>
    /// <param name="cancellationToken">Ends the writing; nothing of the batch is kept then.</param>
    /// <exception cref="IOException">The disk refuses; nothing of the batch is kept, and what was there before is.</exception>
    Task SaveAsync(IReadOnlyList<StoredSeries> states, Instant dropOlderThan, CancellationToken cancellationToken);

    /// <summary>Files and rows set aside since the start.</summary>
    long SetAside { get; }
}
