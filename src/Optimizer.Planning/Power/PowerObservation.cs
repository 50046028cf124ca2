using Optimizer.Model.Collections;

namespace Optimizer.Planning.Power;

/// <summary>What a board's own meter said while its instances worked.</summary>
/// <param name="BoardWatts">Board power averaged over the same time as the loads. Unit: watts.</param>
/// <param name="Instances">Busy instances in any order; empty: nothing ran.</param>
public sealed record PowerObservation(double BoardWatts, ValueArray<InstanceLoad> Instances);
