namespace Optimizer.Model.Mig;

/// <summary>Depth-first walk over every legal way to add instances to an occupancy, from the first memory slice to the last.</summary>
/// <remarks>
/// Each start either stays free or gets one of its candidates, so every set of instances is met exactly once. Widest profiles first,
/// "nothing here" last: the order is stable and puts the coarse layouts in front.
/// </remarks>
internal static class LayoutWalk
{
    /// <summary>Number of legal layouts; stops soon after <paramref name="limit"/>.</summary>
    internal static int Count(MigGeometry geometry, int limit)
    {
        int count = 0;
        Visit(geometry, new Occupancy(geometry), [], 0, (_, _) => ++count <= limit);
        return count;
    }

    /// <summary>Calls <paramref name="found"/> for each set of additions, the empty one included; the list is reused, so copy what is kept.</summary>
    internal static void Each(MigGeometry geometry, Occupancy occupancy, Func<List<Candidate>, Occupancy, bool> found) =>
        Visit(geometry, occupancy, [], 0, found);

    /// <summary>True when one more instance of some profile fits.</summary>
    internal static bool CanGrow(MigGeometry geometry, Occupancy occupancy)
    {
        foreach (Candidate[] candidates in geometry.CandidatesByStart)
        {
            foreach (Candidate candidate in candidates)
            {
                if (occupancy.Fits(candidate))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Depth is bounded by MigGeometry.MaxMemorySlices.
    private static bool Visit(
        MigGeometry geometry, Occupancy occupancy, List<Candidate> added, int start, Func<List<Candidate>, Occupancy, bool> found)
    {
        if (start >= geometry.MemorySlices)
        {
            return found(added, occupancy);
        }

        foreach (Candidate candidate in geometry.CandidatesByStart[start])
        {
            if (!occupancy.Fits(candidate))
            {
                continue;
            }

            occupancy.Add(candidate);
            added.Add(candidate);
            bool goOn = Visit(geometry, occupancy, added, candidate.Instance.Placement.End, found);
            added.RemoveAt(added.Count - 1);
            occupancy.Remove(candidate);
            if (!goOn)
            {
                return false;
            }
        }

        return Visit(geometry, occupancy, added, start + 1, found);
    }
}
