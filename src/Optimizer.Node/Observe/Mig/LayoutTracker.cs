using Optimizer.Model.Mig;

namespace Optimizer.Node.Observe.Mig;

/// <summary>Follows one GPU's layout: what is there, which generation it is, and who changed it.</summary>
internal sealed class LayoutTracker : IDisposable
{
    private readonly List<InstanceRecord> _records = [];
    private bool? _enabled;
    private int _announced;
    private volatile bool _justEnded;

    /// <summary>Present instances, ordered by id.</summary>
    public IReadOnlyList<InstanceRecord> Records => _records;

    /// <summary>Grows by one with every change; 0 before the first observation.</summary>
    public long Generation { get; private set; }

    public long ChangesByOptimizer { get; private set; }

    public long ChangesByOthers { get; private set; }

    /// <summary>The layout in canonical form.</summary>
    public string Text { get; private set; } = "off";

    /// <summary>Announces that changes are the optimizer's own until the answer is disposed of and one more scan has seen the result. Thread safe.</summary>
    public IDisposable Announce()
    {
        Interlocked.Increment(ref _announced);
        return new Announcement(this);
    }

    /// <summary>
    /// Somebody changed instances although the set looks the same: an instance destroyed and made again at its place has the same ids and even the same
    /// UUID, but samples taken of the old one mean nothing for it.
    /// </summary>
    public void Renew()
    {
        foreach (InstanceRecord record in _records)
        {
            record.Dispose();
        }
    }

    /// <summary>Forgets samples without freeing them: they died with their session.</summary>
    public void ForgetSamples()
    {
        foreach (InstanceRecord record in _records)
        {
            record.Window = null;
        }
    }

    /// <summary>Takes a scan.</summary>
    /// <returns>True when something changed since the previous one; the first is no change.</returns>
    public bool Update(bool enabled, List<ScannedInstance> scanned)
    {
        bool ours = Volatile.Read(ref _announced) > 0 || _justEnded;
        _justEnded = false;
        bool same = _enabled == enabled && Matches(scanned);
        if (same)
        {
            return false;
        }

        bool first = _enabled is null;
        _enabled = enabled;
        Replace(scanned);
        Text = Describe(enabled);
        Generation++;
        if (first)
        {
            return false;
        }

        if (ours)
        {
            ChangesByOptimizer++;
        }
        else
        {
            ChangesByOthers++;
        }

        return true;
    }

    /// <summary>Frees every sample; integrals stay.</summary>
    public void Dispose()
    {
        foreach (InstanceRecord record in _records)
        {
            record.Dispose();
        }
    }

    private bool Matches(List<ScannedInstance> scanned)
    {
        if (scanned.Count != _records.Count)
        {
            return false;
        }

        for (int index = 0; index < scanned.Count; index++)
        {
            if (!scanned[index].Equals(_records[index].Scanned))
            {
                return false;
            }
        }

        return true;
    }

    private void Replace(List<ScannedInstance> scanned)
    {
        InstanceRecord[] before = [.. _records];
        _records.Clear();
        foreach (ScannedInstance instance in scanned)
        {
            _records.Add(Array.Find(before, record => record.Scanned.Equals(instance)) ?? new InstanceRecord(instance));
        }

        foreach (InstanceRecord gone in before)
        {
            if (!_records.Contains(gone))
            {
                gone.Dispose();
            }
        }
    }

    private string Describe(bool enabled)
    {
        if (!enabled)
        {
            return "off";
        }

        // Without placements (no permission) the profiles alone are the best that can be said.
        return _records.TrueForAll(static record => record.Scanned.Placement is not null)
            ? LayoutNotation.Format([.. _records.Select(static record => new PlacedInstance(record.Scanned.Profile, record.Scanned.Placement!.Value))])
            : string.Join('+', _records.Select(static record => record.Scanned.Profile).Order(StringComparer.Ordinal));
    }

    private sealed class Announcement(LayoutTracker tracker) : IDisposable
    {
        private LayoutTracker? _tracker = tracker;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _tracker, null) is LayoutTracker ended)
            {
                ended._justEnded = true;
                Interlocked.Decrement(ref ended._announced);
            }
        }
    }
}
