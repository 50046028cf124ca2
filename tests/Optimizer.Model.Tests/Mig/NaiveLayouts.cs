using Optimizer.Model.Mig;

namespace Optimizer.Model.Tests.Mig;

/// <summary>The rules of legality written again, without masks and without any of the product's search, to disagree with it if one of the two is wrong.</summary>
internal static class NaiveLayouts
{
    /// <summary>Every legal set of instances that contains <paramref name="present"/>, as canonical text.</summary>
    internal static HashSet<string> All(MigGeometry geometry, IReadOnlyList<PlacedInstance> present)
    {
        PlacedInstance[] offers =
        [
            .. geometry.Profiles.SelectMany(profile => profile.Placements.Select(placement => new PlacedInstance(profile.Name, placement))),
        ];
        HashSet<string> found = new(StringComparer.Ordinal);
        Stack<List<PlacedInstance>> open = new([[.. present]]);
        while (open.TryPop(out List<PlacedInstance>? instances))
        {
            if (!found.Add(LayoutNotation.Format(instances.ToArray())))
            {
                continue;
            }

            foreach (PlacedInstance offer in offers)
            {
                List<PlacedInstance> larger = [.. instances, offer];
                if (IsLegal(geometry, larger))
                {
                    open.Push(larger);
                }
            }
        }

        return found;
    }

    /// <summary>Most instances of one profile that can be added.</summary>
    internal static int MostMore(MigGeometry geometry, List<PlacedInstance> present, MigProfile profile)
    {
        int most = 0;
        foreach (Placement placement in profile.Placements)
        {
            List<PlacedInstance> larger = [.. present, new PlacedInstance(profile.Name, placement)];
            if (IsLegal(geometry, larger))
            {
                most = Math.Max(most, 1 + MostMore(geometry, larger, profile));
            }
        }

        return most;
    }

    internal static bool IsLegal(MigGeometry geometry, IReadOnlyList<PlacedInstance> instances)
    {
        for (int i = 0; i < instances.Count; i++)
        {
            for (int j = i + 1; j < instances.Count; j++)
            {
                Placement a = instances[i].Placement, b = instances[j].Placement;
                if (Enumerable.Range(a.Start, a.Size).Intersect(Enumerable.Range(b.Start, b.Size)).Any())
                {
                    return false;
                }
            }
        }

        MigProfile[] profiles = [.. instances.Select(instance => geometry.FindProfile(instance.Profile)!)];
        return profiles.Sum(profile => profile.ComputeSlices) <= geometry.ComputeSlices
            && profiles.GroupBy(profile => profile.Name).All(group => group.Count() <= group.First().MaxInstances)
            && (geometry.EngineLimits is not { } limit
                || (profiles.Sum(profile => profile.Engines.Copy) <= limit.Copy
                    && profiles.Sum(profile => profile.Engines.Decoder) <= limit.Decoder
                    && profiles.Sum(profile => profile.Engines.Encoder) <= limit.Encoder
                    && profiles.Sum(profile => profile.Engines.Jpeg) <= limit.Jpeg
                    && profiles.Sum(profile => profile.Engines.Ofa) <= limit.Ofa));
    }
}
