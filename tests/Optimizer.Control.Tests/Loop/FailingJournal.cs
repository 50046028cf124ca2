using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A journal whose disk refuses from one entry on, for as many tries as are asked for; the entry is then lost, or written all the same.</summary>
/// <param name="inner">Where entries go.</param>
internal sealed class FailingJournal(IJournal inner) : IJournal
{
    /// <summary>Entries asked for so far.</summary>
    public int Asked { get; private set; }

    /// <summary>The entry, from 1, at which it begins to refuse; 0: never.</summary>
    public int FailAt { get; set; }

    /// <summary>How many are refused from then on.</summary>
    public int Times { get; set; } = 1;

    /// <summary>The entry is on disk when it is refused: the disk failed while it told so.</summary>
    public bool AfterWriting { get; set; }

    public bool IsFailing => FailAt > 0 && Asked + 1 >= FailAt && Asked + 1 < FailAt + Times;

    public Task<JournalState> LoadAsync(CancellationToken cancellationToken) => inner.LoadAsync(cancellationToken);

    public async Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        bool fails = IsFailing;
        Asked++;
        if (!fails || AfterWriting)
        {
            await inner.AppendAsync(entry, cancellationToken);
        }

        if (fails)
        {
            throw new JournalException("/state/journal.db was not written: the disk is full. Make room.");
        }
    }

    public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) => inner.HistoryAsync(most, actedOnly, cancellationToken);

    public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) => inner.FindAsync(generation, cancellationToken);

    public Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) => inner.KeepAsync(name, document, cancellationToken);

    public Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken) => inner.RecallAsync(name, cancellationToken);
}
