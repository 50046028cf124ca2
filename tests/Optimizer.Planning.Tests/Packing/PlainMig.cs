namespace Optimizer.Planning.Tests.Packing;

/// <summary>
/// A seven-slice GPU by its own small table, as the vendor's guide prints it: where an instance may start and how many memory slices it takes. Shares nothing with
/// the product, so that both would have to be wrong in the same way.
/// </summary>
internal static class PlainMig
{
    /// <summary>Profiles of an A100-80GB without media extensions, by the short name of the traces.</summary>
    internal static readonly (string Short, string Full, int Size, int[] Starts)[] Profiles =
    [
        ("7g", "7g.80gb", 8, [0]),
        ("4g", "4g.40gb", 4, [0]),
        ("3g", "3g.40gb", 4, [0, 4]),
        ("2g", "2g.20gb", 2, [0, 2, 4]),
        ("1gL", "1g.20gb", 2, [0, 2, 4, 6]),
        ("1g", "1g.10gb", 1, [0, 1, 2, 3, 4, 5, 6]),
    ];

    internal static string Full(string name) => Profiles.Single(profile => profile.Short == name).Full;

    /// <summary>How many of each profile fit together on one GPU: every possibility, by trying every place.</summary>
    internal static int[][] Cuts { get; } = [.. All().Select(static cut => string.Join(' ', cut)).Distinct().Select(static cut => cut.Split(' ').Select(int.Parse).ToArray())];

    /// <summary>What is wrong with instances on one GPU; null when they are legal.</summary>
    internal static string? Explain(IEnumerable<(string Profile, int Start)> instances)
    {
        bool[] taken = new bool[8];
        foreach ((string profile, int start) in instances)
        {
            (_, _, int size, int[] starts) = Profiles.Single(known => known.Full == profile);
            if (!starts.Contains(start))
            {
                return $"{profile} may not start at {start}";
            }

            for (int slice = start; slice < start + size; slice++)
            {
                if (taken[slice])
                {
                    return $"{profile} at {start} takes memory slice {slice} a second time";
                }

                taken[slice] = true;
            }
        }

        return null;
    }

    private static IEnumerable<int[]> All()
    {
        (int Profile, int Start)[] places = [.. Profiles.SelectMany((profile, index) => profile.Starts.Select(start => (index, start)))];
        Stack<(int Next, int Taken, int[] Counts)> open = new([(0, 0, new int[Profiles.Length])]);
        while (open.TryPop(out (int Next, int Taken, int[] Counts) state))
        {
            if (state.Next == places.Length)
            {
                yield return state.Counts;
                continue;
            }

            open.Push((state.Next + 1, state.Taken, state.Counts));
            (int profile, int start) = places[state.Next];
            int mask = ((1 << Profiles[profile].Size) - 1) << start;
            if ((state.Taken & mask) == 0)
            {
                int[] counts = [.. state.Counts];
                counts[profile]++;
                open.Push((state.Next + 1, state.Taken | mask, counts));
            }
        }
    }
}
