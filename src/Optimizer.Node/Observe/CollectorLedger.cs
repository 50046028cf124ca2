using System.Text.Json;
using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Observe;

/// <summary>Adds up, over the GPUs of a cycle, how long each collector took and whether it failed.</summary>
internal sealed class CollectorLedger(TimeProvider time, ValueArray<Collector> enabled)
{
    private static readonly string[] Names =
        [.. Enum.GetNames<Collector>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    // Sentences name a call and a GPU; both are few.
    private const int MaxNotices = 1024;

    private readonly Entry[] _entries = new Entry[Names.Length];
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly List<string> _notices = [];

    public static string NameOf(Collector collector) => Names[(int)collector];

    public bool IsEnabled(Collector collector) => collector == Collector.Inventory || enabled.Span.Contains(collector);

    /// <summary>Starts a new cycle.</summary>
    public void Begin()
    {
        for (int index = 0; index < _entries.Length; index++)
        {
            ref Entry entry = ref _entries[index];
            entry.Elapsed = TimeSpan.Zero;
            entry.Ran = false;
            entry.Trouble = null;
        }
    }

    /// <summary>A reading of the monotone clock to hand to <see cref="Ran"/>.</summary>
    public long Start() => time.GetTimestamp();

    /// <summary>Notes that a collector worked since <paramref name="startedAt"/>.</summary>
    public void Ran(Collector collector, long startedAt)
    {
        ref Entry entry = ref _entries[(int)collector];
        entry.Elapsed += time.GetElapsedTime(startedAt);
        entry.Ran = true;
    }

    /// <summary>Notes that a collector failed; the first reason of a cycle is kept.</summary>
    public void Failed(Collector collector, string trouble)
    {
        ref Entry entry = ref _entries[(int)collector];
        entry.Ran = true;
        entry.Trouble ??= trouble;
    }

    /// <summary>Notes something to be told to the operator once, which is no failure of a collector.</summary>
    public void Notice(string sentence)
    {
        if (_said.Count < MaxNotices && _said.Add(sentence))
        {
            _notices.Add(sentence);
        }
    }

    /// <summary>Takes the sentences that have not been told yet.</summary>
    public string[] TakeNotices()
    {
        string[] notices = [.. _notices];
        _notices.Clear();
        return notices;
    }

    /// <summary>Closes the cycle.</summary>
    /// <param name="at">When it began.</param>
    /// <returns>Enabled collectors, ordered by name.</returns>
    public ValueArray<CollectorHealth> End(Instant at)
    {
        List<CollectorHealth> health = new(_entries.Length);
        for (int index = 0; index < _entries.Length; index++)
        {
            if (!IsEnabled((Collector)index))
            {
                continue;
            }

            ref Entry entry = ref _entries[index];
            if (entry.Ran)
            {
                entry.Runs++;
                entry.Last = entry.Elapsed;
                entry.Up = entry.Trouble is null;
                entry.LastTrouble = entry.Trouble;
                entry.LastSuccess = entry.Up ? at : entry.LastSuccess;
            }

            health.Add(new(Names[index], entry.Up, entry.LastSuccess, Duration.FromTimeSpan(entry.Last), entry.Runs, entry.LastTrouble));
        }

        health.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return health.ToValueArray();
    }

    private struct Entry
    {
        public TimeSpan Elapsed;
        public bool Ran;
        public string? Trouble;
        public long Runs;
        public TimeSpan Last;
        public bool Up;
        public string? LastTrouble;
        public Instant? LastSuccess;
    }
}
