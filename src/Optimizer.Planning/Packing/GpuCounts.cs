namespace Optimizer.Planning.Packing;

/// <summary>
/// How many GPUs to cut in which way so that given numbers of instances fit: the relaxation rounded down, and what is left by a small exhaustive search.
/// Few GPUs are left, one for each profile at most, which is why this all but always reaches the bound.
/// </summary>
internal sealed class GpuCounts
{
    // Branches of one search of the rest. Doubled: the rare demand for which rounding fails waits twice as long for the solver to take over.
    private const int MostNodes = 20_000;

    // Roundings tried after the first, each with one GPU of one way less. More ways than profiles are never used in a vertex of the relaxation.
    private const int MostRetries = 16;

    private const double Slack = 1e-6;

    private readonly IReadOnlyList<LayoutType> _types;
    private readonly IReadOnlyList<double> _prices;
    private int[] _counts = [];
    private int _nodes;

    private GpuCounts(IReadOnlyList<LayoutType> types, IReadOnlyList<double> prices) => (_types, _prices) = (types, prices);

    /// <summary>Finds them.</summary>
    /// <param name="problem">Gives the ways to cut a GPU; its services are not asked.</param>
    /// <param name="demand">Instances by profile.</param>
    /// <returns>GPUs by way to cut them; they always cover the demand, nearly always with the fewest.</returns>
    public static int[] For(CoverProblem problem, IReadOnlyList<int> demand)
    {
        CoverPrices relaxed = CoverPrices.Of(new CoverProblem { Types = problem.Types, Fixed = demand });
        GpuCounts search = new(problem.Types, relaxed.Prices);
        int[] rounded = [.. relaxed.TypeCounts.Select(static count => (int)Math.Floor(count + Slack))];
        int[] best = search.Complete(rounded, demand, int.MaxValue);
        int[] used = [.. Enumerable.Range(0, rounded.Length).Where(t => rounded[t] > 0).Take(MostRetries)];
        foreach (int type in used)
        {
            int total = best.Sum();
            if (total <= relaxed.LowerBound)
            {
                break;
            }

            int[] fewer = [.. rounded];
            fewer[type]--;
            int[] other = search.Complete(fewer, demand, total - 1);
            best = other.Sum() < total ? other : best;
        }

        return best;
    }

    /// <summary>The given GPUs and the fewest more that cover the demand; when none is found within <paramref name="most"/>, something larger.</summary>
    private int[] Complete(int[] given, IReadOnlyList<int> demand, int most)
    {
        int[] left = [.. demand];
        for (int t = 0; t < given.Length; t++)
        {
            Take(left, _types[t], given[t]);
        }

        int have = given.Sum();
        int[] greedy = Greedy([.. given], [.. left]);
        most = Math.Min(most, greedy.Sum() - 1);
        _nodes = 0;
        for (int more = (int)Math.Ceiling(Worth(left) - Slack); have + more <= most && _nodes < MostNodes; more++)
        {
            _counts = [.. given];
            if (Search(left, more))
            {
                return _counts;
            }
        }

        return greedy;
    }

    /// <summary>Again and again the GPU that holds the most of what is left.</summary>
    private int[] Greedy(int[] counts, int[] left)
    {
        while (Array.Exists(left, static count => count > 0))
        {
            int best = Promising(left).First();
            counts[best]++;
            Take(left, _types[best], 1);
        }

        return counts;
    }

    private bool Search(int[] left, int more)
    {
        if (!Array.Exists(left, static count => count > 0))
        {
            return true;
        }

        if (more == 0 || ++_nodes >= MostNodes || Worth(left) > more + Slack)
        {
            return false;
        }

        foreach (int type in Promising(left))
        {
            int[] rest = [.. left];
            Take(rest, _types[type], 1);
            _counts[type]++;
            if (Search(rest, more - 1))
            {
                return true;
            }

            _counts[type]--;
        }

        return false;
    }

    /// <summary>Ways to cut a GPU that hold the widest profile still wanted, the one that holds the greatest worth first. One of them must be used.</summary>
    private IEnumerable<int> Promising(int[] left)
    {
        int widest = Array.FindIndex(left, static count => count > 0);
        return Enumerable.Range(0, _types.Count)
            .Where(t => _types[t].Counts[widest] > 0)
            .Select(t => (Type: t, Worth: Held(_types[t], left)))
            .OrderByDescending(static way => way.Worth)
            .ThenBy(static way => way.Type)
            .Select(static way => way.Type);
    }

    private double Held(LayoutType type, int[] left)
    {
        // A profile that costs nothing at these prices is still better held than not.
        double worth = 0;
        for (int p = 0; p < left.Length; p++)
        {
            worth += (_prices[p] + Slack) * Math.Min(type.Counts[p], Math.Max(0, left[p]));
        }

        return worth;
    }

    private double Worth(int[] left)
    {
        double worth = 0;
        for (int p = 0; p < left.Length; p++)
        {
            worth += _prices[p] * Math.Max(0, left[p]);
        }

        return worth;
    }

    private static void Take(int[] left, LayoutType type, int gpus)
    {
        for (int p = 0; p < left.Length; p++)
        {
            left[p] -= type.Counts[p] * gpus;
        }
    }
}
