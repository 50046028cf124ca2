using System.Collections.Immutable;
using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Journal;

/// <summary>A journal that is forgotten with the process: for simulation and replay, where nothing real is changed. Thread safe.</summary>
/// <param name="bootId">Identity of the present boot; null when not known.</param>
/// <param name="mostPlans">Plans kept, the newest; those in flight are kept as well. At twice as many a replay of months takes twice the memory, some 50 KB a plan.</param>
public sealed class MemoryJournal(Func<string?>? bootId = null, int mostPlans = 500) : IJournal
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, (PlanRecord Record, PlanningProblem Inputs)> _plans = [];
    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private List<PastChange> _past = [];
    private JournalState _state = JournalState.Empty;
    private Instant _last = Instant.MinValue;

    /// <inheritdoc/>
    public Task<JournalState> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_state with
            {
                InFlight = _plans.Values.LastOrDefault(plan => JournalFold.IsInFlight(plan.Record.Life)).Record,
                Past = _past.Count == 0 ? [] : JournalFold.Recent(_past, _last),
            });
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            (PlanRecord Record, PlanningProblem Inputs)? plan = JournalFold.Subject(entry) is { } subject ? Remembered(subject) : null;
            _state = JournalFold.After(_state, entry, plan?.Record, bootId?.Invoke());
            _last = entry.At;
            if (entry is JournalEntry.PlanMade made)
            {
                _plans[made.Record.Plan.Generation] = (made.Record, made.Inputs);
                Forget();
            }
            else if (plan is var (record, inputs))
            {
                _plans[record.Plan.Generation] = (JournalFold.After(record, entry), inputs);
            }

            if (JournalFold.Disruption(entry) is { } past)
            {
                _past.Add(past);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<ImmutableArray<PlanRecord>>(
                [.. _plans.Values.Reverse().Select(plan => plan.Record).Where(record => !actedOnly || JournalFold.IsActed(record.Life)).Take(most)]);
        }
    }

    /// <inheritdoc/>
    public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<(PlanRecord Record, PlanningProblem Inputs)?>(_plans.TryGetValue(generation, out (PlanRecord Record, PlanningProblem Inputs) plan) ? plan : null);
        }
    }

    /// <inheritdoc/>
    public Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _documents[name] = document.ToArray();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<ReadOnlyMemory<byte>?>(_documents.TryGetValue(name, out byte[]? document) ? new ReadOnlyMemory<byte>?(document) : null);
        }
    }

    private (PlanRecord Record, PlanningProblem Inputs) Remembered(long generation) => _plans.TryGetValue(generation, out (PlanRecord Record, PlanningProblem Inputs) plan)
        ? plan
        : throw new JournalException($"Plan {generation} is not in the journal, so nothing can be written about it. Make a new plan.");

    private void Forget()
    {
        foreach (long oldest in _plans.Where(plan => !JournalFold.IsInFlight(plan.Value.Record.Life)).Select(plan => plan.Key).Take(_plans.Count - mostPlans).ToArray())
        {
            _plans.Remove(oldest);
        }

        // What a clock that ran ahead has hidden is there again when it is set back; a week is more than it is ever off unnoticed.
        _past = [.. _past.Where(change => change.At >= _last - Duration.FromDays(7))];
    }
}
