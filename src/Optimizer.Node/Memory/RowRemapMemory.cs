using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Memory;

/// <summary>The last readable row-remap state of every GPU, to be kept over a restart.</summary>
/// <remarks>The driver refuses it while MIG instances exist, which on a MIG node can be for months: what was read before must not be lost with the process.</remarks>
/// <param name="Entries">Ordered by GPU.</param>
public sealed record RowRemapMemory(ValueArray<RowRemapEntry> Entries)
{
    /// <summary>Nothing known.</summary>
    public static RowRemapMemory Empty { get; } = new(new ValueArray<RowRemapEntry>());

    /// <summary>What is known of a GPU; null when nothing.</summary>
    public RowRemapReading? Find(GpuUuid gpu)
    {
        foreach (RowRemapEntry entry in Entries)
        {
            if (entry.Gpu == gpu)
            {
                return entry.Reading;
            }
        }

        return null;
    }

    /// <summary>Takes what a snapshot knows; GPUs it does not show keep their entry.</summary>
    public RowRemapMemory With(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        SortedDictionary<GpuUuid, RowRemapReading> entries = [];
        foreach (RowRemapEntry entry in Entries)
        {
            entries[entry.Gpu] = entry.Reading;
        }

        foreach (GpuSnapshot gpu in snapshot.Gpus)
        {
            if (gpu.Reliability.RowRemap is RowRemapReading reading)
            {
                entries[gpu.Uuid] = reading;
            }
        }

        return new RowRemapMemory(entries.Select(static pair => new RowRemapEntry(pair.Key, pair.Value)).ToValueArray());
    }

    /// <summary>Whether two memories differ in more than when they were read: not worth writing again otherwise.</summary>
    public bool SaysTheSame(RowRemapMemory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Undated(this) == Undated(other);
    }

    private static ValueArray<RowRemapEntry> Undated(RowRemapMemory memory) =>
        memory.Entries.Select(static entry => entry with { Reading = entry.Reading with { ObservedAt = Instant.MinValue } }).ToValueArray();
}
