using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Exposition;

/// <summary>Gathers how long collectors ran, over all snapshots between two expositions. Not thread-safe; its owner locks.</summary>
internal sealed class CollectorRuns
{
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private List<CollectorRun> _waiting = [];
    private List<CollectorRun> _taken = [];

    /// <summary>Runs waiting to be exposed.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Takes the runs a snapshot tells of that were not seen before.</summary>
    public void Gather(SamplerHealth health)
    {
        foreach (CollectorHealth collector in health.Collectors)
        {
            long seen = _seen.GetValueOrDefault(collector.Name);
            _seen[collector.Name] = collector.Runs;

            // A number below the one seen is a sampler that started again: its run is new as well.
            if (collector.Runs != seen && collector.Runs > 0)
            {
                _waiting.Add(new CollectorRun(collector.Name, collector.LastRun.TotalSeconds));
            }
        }
    }

    /// <summary>Takes back what <see cref="Take"/> handed over last, because it was not exposed.</summary>
    public void PutBack()
    {
        _waiting.InsertRange(0, _taken);
        _taken.Clear();
    }

    /// <summary>Hands over the waiting runs. The list is valid until the next call.</summary>
    public IReadOnlyList<CollectorRun> Take()
    {
        (_waiting, _taken) = (_taken, _waiting);
        _waiting.Clear();
        return _taken;
    }
}
