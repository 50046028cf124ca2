using System.Collections.Immutable;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Journal;

/// <summary>What must not be forgotten. An entry is on disk when appending it returns; one that could not be written changes nothing.</summary>
public interface IJournal
{
    /// <summary>What is remembered. Called once, before anything is appended.</summary>
    /// <exception cref="JournalException">It cannot be read; nothing may be changed then.</exception>
    Task<JournalState> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Writes one entry.</summary>
    /// <exception cref="JournalException">It could not be written; nothing may be changed then.</exception>
    Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken);

    /// <summary>Writes entries in their order. Where entries are kept on disk they are one write: all of them are there afterwards, or none.</summary>
    /// <exception cref="JournalException">Not all were written; nothing may be changed then, and writing them all again is right.</exception>
    async Task AppendAsync(ValueArray<JournalEntry> entries, CancellationToken cancellationToken)
    {
        foreach (JournalEntry entry in entries.ToArray())
        {
            await AppendAsync(entry, cancellationToken);
        }
    }

    /// <summary>The newest plans, newest first.</summary>
    /// <param name="most">Most of them.</param>
    /// <param name="actedOnly">Leave out those that only held, were recommended or were abandoned.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="JournalException">It cannot be read.</exception>
    Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken);

    /// <summary>One plan with what it was made from; null when it is not remembered (any more).</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken);

    /// <summary>Keeps a small document under a name, whole or not at all: what was learned of capacities and power.</summary>
    /// <exception cref="JournalException">It could not be written.</exception>
    Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken);

    /// <summary>The document kept under a name; null when there is none.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken);
}
