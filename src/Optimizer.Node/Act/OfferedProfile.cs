namespace Optimizer.Node.Act;

/// <summary>A profile as the driver offers it.</summary>
/// <param name="Id">What other calls name it by.</param>
/// <param name="ComputeSlices">Compute slices of an instance.</param>
internal readonly record struct OfferedProfile(uint Id, uint ComputeSlices);
