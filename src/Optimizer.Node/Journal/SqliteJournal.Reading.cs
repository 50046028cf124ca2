using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;

namespace Optimizer.Node.Journal;

/// <content>What operators ask it.</content>
public sealed partial class SqliteJournal
{
    /// <inheritdoc/>
    public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) =>
        TakeAsync(PartUnread, () => History(most, actedOnly), cancellationToken);

    /// <summary>The newest refusals, adoptions, quarantines, releases, changes of control and changes from outside, newest first.</summary>
    /// <param name="most">Most of them.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public Task<ImmutableArray<JournalEntry>> EventsAsync(int most, CancellationToken cancellationToken) =>
        TakeAsync(PartUnread, () => Events(most), cancellationToken);

    /// <inheritdoc/>
    public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) => TakeAsync<(PlanRecord Record, PlanningProblem Inputs)?>(
        PartUnread,
        () => Read() is var tables && tables.Plan(generation) is { } record && tables.Inputs(generation) is { } inputs ? (record, inputs) : null,
        cancellationToken);
}
