namespace Optimizer.Planning.Power;

/// <summary>How hard one instance worked.</summary>
/// <param name="Share">Its compute slices over its GPU's; 1 for a GPU without MIG.</param>
/// <param name="Load">Its activity, 0 to 1.</param>
public readonly record struct InstanceLoad(double Share, double Load);
