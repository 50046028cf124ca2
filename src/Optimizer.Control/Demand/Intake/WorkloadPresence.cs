using NodaTime;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Demand.Intake;

/// <summary>Remembers where workloads were, to tell "does not run" from "cannot be seen". Not thread safe.</summary>
/// <remarks>
/// A workload that is in no process list uses nothing only if no list that is missing may hide it. A missing list hides those who were on that GPU
/// lately, and no others: one dead GPU must not end the history of every workload of the node.
/// </remarks>
internal sealed class WorkloadPresence
{
    /// <summary>How long a GPU whose processes cannot be read may hide a workload last seen there. A restart elsewhere takes less.</summary>
    public static readonly Duration Memory = Duration.FromMinutes(5);

    private readonly Dictionary<(string Workload, GpuUuid Gpu), Instant> _seen = [];
    private readonly Dictionary<string, Instant> _running = new(StringComparer.Ordinal);

    /// <summary>Takes the process lists that were read.</summary>
    /// <param name="at">When.</param>
    /// <param name="read">GPUs whose list was read in full: whoever is not seen on them has left them.</param>
    /// <param name="seen">Who was seen where.</param>
    public void Update(Instant at, IReadOnlySet<GpuUuid> read, IEnumerable<(string Workload, GpuUuid Gpu)> seen)
    {
        foreach ((string Workload, GpuUuid Gpu) key in _seen.Where(pair => read.Contains(pair.Key.Gpu) || at - pair.Value > Memory).Select(pair => pair.Key).ToArray())
        {
            _seen.Remove(key);
        }

        foreach ((string Workload, GpuUuid Gpu) key in seen)
        {
            _seen[key] = at;
            _running[key.Workload] = at;
        }
    }

    /// <summary>True when a GPU whose list was not read may hide some or all of the workload.</summary>
    public bool MayBeHidden(string workload, IEnumerable<GpuUuid> unread) => unread.Any(gpu => _seen.ContainsKey((workload, gpu)));

    /// <summary>How long it has not run; counted from the first question when it was never seen, since what starts with the node is not up yet.</summary>
    public Duration AbsentFor(string workload, Instant at)
    {
        if (!_running.TryGetValue(workload, out Instant last) || last > at)
        {
            _running[workload] = last = at;
        }

        return at - last;
    }

    /// <summary>Forgets workloads that ended and that nobody declared.</summary>
    public void Forget(Instant at, Func<string, bool> isDeclared)
    {
        foreach (string name in _running.Where(pair => at - pair.Value > Memory && !isDeclared(pair.Key)).Select(pair => pair.Key).ToArray())
        {
            _running.Remove(name);
        }
    }
}
