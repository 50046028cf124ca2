using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A journal on disk for a node in manual time: every call has ended when it returns.</summary>
internal sealed class WaitedJournal(IJournal inner) : IJournal
{
    public Task<JournalState> LoadAsync(CancellationToken cancellationToken) => Ended(inner.LoadAsync(cancellationToken));

    public Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken) => Ended(inner.AppendAsync(entry, cancellationToken));

    public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) => Ended(inner.HistoryAsync(most, actedOnly, cancellationToken));

    public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) => Ended(inner.FindAsync(generation, cancellationToken));

    public Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) => Ended(inner.KeepAsync(name, document, cancellationToken));

    public Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken) => Ended(inner.RecallAsync(name, cancellationToken));

    private static TTask Ended<TTask>(TTask task)
        where TTask : Task
    {
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        return task;
    }
}
