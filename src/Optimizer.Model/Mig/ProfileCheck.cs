namespace Optimizer.Model.Mig;

/// <summary>Whether profiles make sense together; a driver's odd answer must not become odd arithmetic.</summary>
internal static class ProfileCheck
{
    /// <summary>The first problem in one sentence; null when there is none.</summary>
    internal static string? FindProblem(ReadOnlySpan<MigProfile> profiles, EngineCounts? engineLimits)
    {
        if (profiles.IsEmpty)
        {
            return "The GPU offers no MIG profile.";
        }

        if (engineLimits is { IsNonNegative: false })
        {
            return $"The board's engine counts are negative: {engineLimits}.";
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (MigProfile profile in profiles)
        {
            string? problem = FindProblem(profile);
            if (problem is not null)
            {
                return $"Profile '{profile.Name}' {problem}.";
            }

            if (!names.Add(profile.Name))
            {
                return $"Profile '{profile.Name}' is offered twice.";
            }
        }

        return null;
    }

    private static string? FindProblem(MigProfile profile)
    {
        if (!LayoutNotation.IsProfileName(profile.Name))
        {
            return "has a name that layout notation cannot carry: empty, or with a blank or '@'";
        }

        if (profile.ComputeSlices < 1 || profile.MemorySlices < 1 || profile.MaxInstances < 1 || profile.Multiprocessors < 0)
        {
            return $"has impossible sizes: {profile.ComputeSlices} compute and {profile.MemorySlices} memory slices, "
                + $"{profile.Multiprocessors} multiprocessors, at most {profile.MaxInstances} instances";
        }

        if (profile.ComputeSlices > MigGeometry.MaxMemorySlices)
        {
            return $"takes {profile.ComputeSlices} compute slices; at most {MigGeometry.MaxMemorySlices} are supported";
        }

        if (!profile.Engines.IsNonNegative)
        {
            return $"has negative engine counts: {profile.Engines}";
        }

        return profile.Placements.IsEmpty ? "has no placement" : FindPlacementProblem(profile);
    }

    private static string? FindPlacementProblem(MigProfile profile)
    {
        int previousStart = -1;
        foreach (Placement placement in profile.Placements)
        {
            if (placement.Size != profile.MemorySlices)
            {
                return $"takes {profile.MemorySlices} memory slices but has the placement {placement}";
            }

            // Compared with a subtraction: a wild start from a driver must not overflow the sum.
            if (placement.Start < 0 || placement.Start > MigGeometry.MaxMemorySlices - Math.Min(placement.Size, MigGeometry.MaxMemorySlices + 1))
            {
                return $"has the placement {placement}; memory slices 0 to {MigGeometry.MaxMemorySlices - 1} are supported";
            }

            if (placement.Start <= previousStart)
            {
                return "has placements that are not in ascending order of start";
            }

            previousStart = placement.Start;
        }

        return null;
    }
}
