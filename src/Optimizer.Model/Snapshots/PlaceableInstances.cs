namespace Optimizer.Model.Snapshots;

/// <summary>How many more instances of a profile fit now, each counted alone.</summary>
/// <param name="Profile">Profile name without the leading "MIG ".</param>
/// <param name="Count">0 when none fits. Source: nvmlDeviceGetGpuInstanceRemainingCapacity.</param>
public sealed record PlaceableInstances(string Profile, int Count);
