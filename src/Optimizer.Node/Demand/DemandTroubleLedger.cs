using System.Collections.Concurrent;
using System.Collections.Immutable;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <summary>Counts troubles of demand sources. Thread safe.</summary>
internal sealed class DemandTroubleLedger
{
    private readonly ConcurrentDictionary<(DemandSourceKind Source, DemandTroubleReason Reason), long> _counts = [];

    /// <summary>The counts that are not 0, by source, then reason.</summary>
    public ImmutableArray<DemandTrouble> Counts =>
        [.. _counts.OrderBy(pair => pair.Key).Select(pair => new DemandTrouble(pair.Key.Source, pair.Key.Reason, pair.Value))];

    public void Add(DemandSourceKind source, DemandTroubleReason reason, int times = 1)
    {
        if (times > 0)
        {
            _counts.AddOrUpdate((source, reason), times, (_, count) => count + times);
        }
    }
}
