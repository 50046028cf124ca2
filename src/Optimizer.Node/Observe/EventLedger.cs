using System.Numerics;
using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Events;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>Counts XIDs and driver events of one GPU since the daemon started.</summary>
internal sealed class EventLedger
{
    /// <summary>Different (instance, number) pairs kept for one GPU. About 150 XID numbers exist; beyond the bound new pairs are not counted apart.</summary>
    private const int MaxPairs = 512;

    private readonly SortedDictionary<(long Instance, uint Xid), (ulong Count, Instant? LastAt)> _xids = [];
    private readonly ulong[] _events = new ulong[Enum.GetValues<DriverEventKind>().Length];

    public EventLedger(ValueArray<uint> watchedXids)
    {
        foreach (uint xid in watchedXids)
        {
            _xids[(-1, xid)] = (0, null);
        }
    }

    /// <summary>Takes one event.</summary>
    public void Record(in NvmlEvent taken, Instant now)
    {
        if ((taken.Type & NvmlEventType.XidCritical) != 0)
        {
            (long, uint) key = (taken.GpuInstanceId ?? -1L, (uint)Math.Min(taken.Data, uint.MaxValue));
            if (_xids.TryGetValue(key, out (ulong Count, Instant? LastAt) known) || _xids.Count < MaxPairs)
            {
                _xids[key] = (known.Count + 1, now);
            }
        }
        else if (KindOf(taken.Type) is DriverEventKind kind)
        {
            _events[(int)kind]++;
        }
    }

    /// <summary>XIDs, ordered by instance (none first), then number.</summary>
    public ValueArray<XidCount> Xids() => _xids
        .Select(static pair => new XidCount(pair.Key.Instance < 0 ? null : (uint)pair.Key.Instance, pair.Key.Xid, pair.Value.Count, pair.Value.LastAt))
        .ToValueArray();

    /// <summary>Driver events, ordered by kind.</summary>
    public ValueArray<DriverEventCount> Events()
    {
        DriverEventCount[] counts = new DriverEventCount[_events.Length];
        for (int index = 0; index < counts.Length; index++)
        {
            counts[index] = new DriverEventCount((DriverEventKind)index, _events[index]);
        }

        return ValueArray.Create<DriverEventCount>(counts);
    }

    private static DriverEventKind? KindOf(ulong type) => BitOperations.IsPow2(type) ? type switch
    {
        NvmlEventType.MigConfigChange => DriverEventKind.MigConfigChange,
        NvmlEventType.SingleBitEccStorm => DriverEventKind.EccStorm,
        NvmlEventType.DramRetirement => DriverEventKind.DramRetirement,
        NvmlEventType.DramRetirementFailure => DriverEventKind.DramRetirementFailure,
        NvmlEventType.FatalPoison => DriverEventKind.PoisonFatal,
        NvmlEventType.NonFatalPoison => DriverEventKind.PoisonNonfatal,
        NvmlEventType.GpuUnavailable => DriverEventKind.Unavailable,
        NvmlEventType.GpuRecoveryAction => DriverEventKind.RecoveryAction,
        _ => null,
    } : null;
}
