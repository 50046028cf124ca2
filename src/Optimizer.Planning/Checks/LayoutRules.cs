using Optimizer.Model.Mig;

namespace Optimizer.Planning.Checks;

/// <summary>Legality of instances on one GPU, written again and plainly from the profiles the driver lists, so that an error in the layout algebra shows here.</summary>
internal static class LayoutRules
{
    internal static MigProfile? Profile(MigGeometry geometry, string name)
    {
        foreach (MigProfile profile in geometry.Profiles)
        {
            if (profile.Name == name)
            {
                return profile;
            }
        }

        return null;
    }

    /// <summary>Why these instances cannot be on one GPU together; null when they can.</summary>
    internal static string? Problem(MigGeometry geometry, IReadOnlyList<PlacedInstance> instances)
    {
        List<MigProfile> profiles = [];
        foreach (PlacedInstance instance in instances)
        {
            if (Profile(geometry, instance.Profile) is not { } profile)
            {
                return $"{instance}: the GPU has no profile {instance.Profile}; it has {string.Join(", ", geometry.Profiles)}";
            }

            if (!profile.Placements.Contains(instance.Placement))
            {
                return $"{instance}: {instance.Profile} may be at {string.Join(", ", profile.Placements)}, not at {instance.Placement}";
            }

            profiles.Add(profile);
        }

        return Overlap(instances) ?? TooMany(profiles) ?? TooMuch(geometry, profiles);
    }

    private static string? Overlap(IReadOnlyList<PlacedInstance> instances)
    {
        for (int first = 0; first < instances.Count; first++)
        {
            for (int second = first + 1; second < instances.Count; second++)
            {
                (Placement left, Placement right) = (instances[first].Placement, instances[second].Placement);
                if (left.Start < right.Start + right.Size && right.Start < left.Start + left.Size)
                {
                    return $"{instances[first]} ({left}) and {instances[second]} ({right}) hold a common memory slice";
                }
            }
        }

        return null;
    }

    private static string? TooMany(List<MigProfile> profiles)
    {
        IGrouping<string, MigProfile>? over = profiles.GroupBy(profile => profile.Name).FirstOrDefault(same => same.Count() > same.First().MaxInstances);
        return over is null ? null : $"{over.Count()} instances of {over.Key}, where a GPU has at most {over.First().MaxInstances}";
    }

    private static string? TooMuch(MigGeometry geometry, List<MigProfile> profiles)
    {
        int slices = profiles.Sum(profile => profile.ComputeSlices);
        if (slices > geometry.ComputeSlices)
        {
            return $"{slices} compute slices of {geometry.ComputeSlices}";
        }

        if (geometry.EngineLimits is not { } limit)
        {
            return null;
        }

        (string Name, Func<EngineCounts, int> Of)[] kinds =
        [
            ("copy engines", engines => engines.Copy), ("video decoders", engines => engines.Decoder), ("video encoders", engines => engines.Encoder),
            ("JPEG decoders", engines => engines.Jpeg), ("optical flow accelerators", engines => engines.Ofa),
        ];
        foreach ((string name, Func<EngineCounts, int> of) in kinds)
        {
            int used = profiles.Sum(profile => of(profile.Engines));
            if (used > of(limit))
            {
                return $"{used} {name} of {of(limit)}";
            }
        }

        return null;
    }
}
