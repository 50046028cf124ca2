using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A journal that refuses the entries a test picks.</summary>
internal sealed class CuttingJournal(IJournal inner, Func<JournalEntry, bool>? cut, Action<JournalEntry>? written = null) : IJournal
{
    /// <summary>Picks the entries that are refused; null: none.</summary>
    public Func<JournalEntry, bool>? Cut { get; set; } = cut;

    public Task<JournalState> LoadAsync(CancellationToken cancellationToken) => inner.LoadAsync(cancellationToken);

    public async Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        if (Cut?.Invoke(entry) == true)
        {
            throw new JournalException("cut off here");
        }

        await inner.AppendAsync(entry, cancellationToken);
        written?.Invoke(entry);
    }

    public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) => inner.HistoryAsync(most, actedOnly, cancellationToken);

    public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) => inner.FindAsync(generation, cancellationToken);

    public Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) => inner.KeepAsync(name, document, cancellationToken);

    public Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken) => inner.RecallAsync(name, cancellationToken);
}
