using Optimizer.Model.Mig;

namespace Optimizer.Planning.Packing;

/// <summary>Turns numbers of GPUs by way to cut them into one layout for each GPU, with just the instances that are wanted.</summary>
internal static class GpuLayouts
{
    /// <summary>The layouts.</summary>
    /// <param name="problem">Gives the ways to cut a GPU.</param>
    /// <param name="typeCounts">GPUs by way; they cover the demand.</param>
    /// <param name="demand">Instances wanted by profile.</param>
    /// <param name="profiles">Names of the profiles.</param>
    /// <returns>GPUs with the most compute slices taken first, then by layout text.</returns>
    public static Layout[] Of(CoverProblem problem, IReadOnlyList<int> typeCounts, IReadOnlyList<int> demand, IReadOnlyList<string> profiles)
    {
        Dictionary<string, int> left = new(StringComparer.Ordinal);
        for (int p = 0; p < profiles.Count; p++)
        {
            left[profiles[p]] = demand[p];
        }

        List<Layout> layouts = [];
        for (int t = 0; t < typeCounts.Count; t++)
        {
            for (int n = 0; n < typeCounts[t]; n++)
            {
                layouts.Add(Part(problem.Types[t].Layout, left));
            }
        }

        // An answer that is not the best may hold a GPU that nobody needs.
        layouts.RemoveAll(static layout => layout.Instances.IsEmpty);
        return [.. layouts.OrderByDescending(ComputeSlices).ThenBy(static layout => layout.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The part of a layout that is still wanted; a part of a legal layout is legal.</summary>
    private static Layout Part(Layout whole, Dictionary<string, int> left)
    {
        List<PlacedInstance> wanted = [];
        foreach (PlacedInstance instance in whole.Instances)
        {
            if (left.TryGetValue(instance.Profile, out int count) && count > 0)
            {
                left[instance.Profile] = count - 1;
                wanted.Add(instance);
            }
        }

        return Layout.TryCreate(whole.Geometry, wanted, out Layout? layout, out LayoutRefusal? refusal)
            ? layout
            : throw new InvalidOperationException($"A part of the legal layout {whole} is refused: {refusal.Sentence}");
    }

    private static int ComputeSlices(Layout layout) => layout.Instances.Sum(instance => layout.Geometry.FindProfile(instance.Profile)!.ComputeSlices);
}
