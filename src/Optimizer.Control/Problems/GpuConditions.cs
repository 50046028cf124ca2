using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Problems;

/// <summary>How well a GPU is, with the reason for people.</summary>
internal static class GpuConditions
{
    /// <summary>The worst that holds.</summary>
    /// <param name="gpu">The GPU.</param>
    /// <param name="quarantine">Null: none.</param>
    /// <param name="geometry">How it can be cut; null: not known.</param>
    /// <param name="memory">Its memory; null: not known.</param>
    /// <returns>The reason is null for a GPU that is well.</returns>
    public static (GpuCondition Condition, string? Why) Of(GpuSnapshot gpu, Quarantine? quarantine, MigGeometry? geometry, ulong? memory)
    {
        string name = gpu.Uuid.Value;
        return gpu switch
        {
            { Availability: GpuAvailability.Lost } => (GpuCondition.Gone, $"{name} is lost ({gpu.Trouble ?? "no reason given"}); what ran there is planned anew elsewhere until it answers."),
            { Reliability.Recovery: RecoveryAction.Reset or RecoveryAction.Reboot } =>
                (GpuCondition.Gone, $"The driver asks for a {(gpu.Reliability.Recovery == RecoveryAction.Reset ? "reset" : "reboot")} of {name}; nothing is planned on it until that is done."),
            { Availability: GpuAvailability.Unresponsive } => (GpuCondition.Hidden, $"{name} did not answer in time ({gpu.Trouble ?? "no reason given"}); it is left as it is until it answers."),
            _ when memory is null => (GpuCondition.Hidden, $"The driver does not tell the memory of {name}; nothing is planned on it."),
            _ when Unseen(gpu, geometry) is { } unseen => (GpuCondition.Hidden, unseen),
            _ when quarantine is not null => (GpuCondition.Frozen, $"{name} is quarantined: {quarantine.Reason} What runs there stays; an operator releases it."),
            { Mig: { } mig } when mig.Pending != mig.Enabled => (GpuCondition.Frozen, $"MIG mode of {name} is to be {(mig.Pending ? "on" : "off")} after its next reset; it is left as it is until then."),
            { Reliability.Recovery: RecoveryAction.DrainP2p or RecoveryAction.DrainAndReset } => (GpuCondition.Leaving, $"The driver asks to drain {name}; nothing new is placed on it."),
            _ => (GpuCondition.Well, null),
        };
    }

    /// <summary>An instance with its place; null when the driver does not tell it.</summary>
    public static PlacedInstance? PlacedAs(GpuInstanceSnapshot instance) =>
        instance is { PlacementStart: <= MigGeometry.MaxMemorySlices and uint start, PlacementSize: > 0 and <= MigGeometry.MaxMemorySlices and uint size }
            ? new PlacedInstance(instance.Profile, new Placement((int)start, (int)size))
            : null;

    private static string? Unseen(GpuSnapshot gpu, MigGeometry? geometry)
    {
        if (gpu.Mig is not { Enabled: true } mig)
        {
            return null;
        }

        if (geometry is null)
        {
            return $"MIG is on for {gpu.Uuid} and its driver does not tell how it can be cut; it is left as it is. Let the daemon read MIG profiles (root, or the mig/config capability).";
        }

        PlacedInstance?[] placed = [.. mig.Instances.Select(PlacedAs)];
        if (placed.Any(instance => instance is null))
        {
            return $"The driver does not tell where the instances of {gpu.Uuid} are; it is left as it is. Let the daemon read placements (root, or the mig/config capability).";
        }

        foreach (PlacedInstance instance in placed.OfType<PlacedInstance>())
        {
            if (geometry.FindProfile(instance.Profile)?.Placements.Contains(instance.Placement) != true || placed.Count(other => other!.Placement.Overlaps(instance.Placement)) > 1)
            {
                return $"{instance} of {gpu.Uuid} is not a place its driver lists, or shares one; it is left as it is. Read the GPU again, then look at it by hand.";
            }
        }

        return null;
    }
}
