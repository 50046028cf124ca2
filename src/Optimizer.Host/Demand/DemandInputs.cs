using Optimizer.Control.Demand;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Demand;

/// <summary>Where demand comes from.</summary>
/// <param name="Snapshot">The latest snapshot; null before the first.</param>
/// <param name="Source">Reads demand now.</param>
/// <param name="Backfill">Reads demand of the past; null when there is no such source.</param>
/// <param name="BackfillDays">Days of the past to read at start for series without a history; 0 reads none.</param>
/// <param name="Troubles">What kept demand from being read.</param>
internal sealed record DemandInputs(
    Func<NodeSnapshot?> Snapshot, IDemandSource Source, IDemandBackfill? Backfill, int BackfillDays, Func<ValueArray<DemandTroubleCount>> Troubles);
