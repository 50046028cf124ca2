using NodaTime;
using Optimizer.Control.Ports;

namespace Optimizer.Node.Processes;

/// <summary>Remembers who processes are, so that /proc is not read for each of them each second.</summary>
/// <remarks>A pid may be reused; its entry is read again after <see cref="Lifetime"/>, so a wrong name lives that long at most.</remarks>
internal sealed class ProcessDirectory(IProcessTable table)
{
    /// <summary>How long an answer is believed.</summary>
    public static readonly Duration Lifetime = Duration.FromSeconds(10);

    /// <summary>More processes than that on one node's GPUs are looked up without being remembered.</summary>
    private const int MaxEntries = 16_384;

    private readonly Dictionary<uint, Entry> _entries = [];

    /// <summary>Who a process is.</summary>
    public KnownProcess Find(uint pid, Instant now)
    {
        if (_entries.TryGetValue(pid, out Entry entry) && now - entry.ReadAt < Lifetime && now >= entry.ReadAt)
        {
            return entry.Process;
        }

        ProcessIdentity? identity = table.Find(pid);
        KnownProcess process = identity is null
            ? KnownProcess.Unknown
            : new KnownProcess(identity.Command, identity.Owner, WorkloadIdentity.FromControlGroup(identity.ControlGroup));
        if (_entries.Count >= MaxEntries)
        {
            _entries.Clear();
        }

        _entries[pid] = new Entry(process, now);
        return process;
    }

    private readonly record struct Entry(KnownProcess Process, Instant ReadAt);
}
