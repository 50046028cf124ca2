namespace Optimizer.Planning.Packing;

/// <summary>
/// What an instance of each profile is worth in GPUs, such that no way to cut a GPU is worth more than one. Any demand then needs at least its worth in GPUs, rounded up:
/// the lower bound. The prices that make it highest also say which instances a service should take.
/// </summary>
/// <remarks>
/// The linear relaxation with a service's instances chosen as a whole (Dantzig and Wolfe's decomposition, its rows added as they are found): sharper than
/// letting a service take parts of instances.
/// </remarks>
internal sealed class CoverPrices
{
    // Each round prices every service once. 600 random sets of up to 120 services took 2 to 3 rounds in the median, 10 at most; doubled, the bound of a problem
    // stranger than those comes later and all but as it was.
    private const int MostRounds = 60;

    // A price is a quotient of small whole numbers; what is closer than this to a whole number of GPUs is that number, and the bound stays true.
    private const double Slack = 1e-6;

    private readonly CoverProblem _problem;
    private readonly List<int[]>[] _choices;
    private readonly List<double[]> _rows = [];
    private readonly List<(int Service, int[] Counts)> _rowChoices = [];

    private CoverPrices(CoverProblem problem)
    {
        _problem = problem;
        _choices = [.. problem.Services.Select(static _ => new List<int[]>())];
        foreach (LayoutType type in problem.Types)
        {
            _rows.Add([.. type.Counts.Select(static count => (double)count), .. problem.Services.Select(static _ => 0.0), 1]);
        }

        for (int s = 0; s < problem.Services.Count; s++)
        {
            for (int p = 0; p < problem.Fixed.Count; p++)
            {
                if (problem.Services[s].Rates[p] > 0)
                {
                    int[] alone = new int[problem.Fixed.Count];
                    alone[p] = problem.Services[s].Alone(p);
                    Add(s, alone);
                }
            }
        }

        Search();
    }

    /// <summary>No fewer GPUs cover the demand.</summary>
    public int LowerBound { get; private set; }

    /// <summary>Value of an instance in GPUs by profile, at the best bound.</summary>
    public IReadOnlyList<double> Prices { get; private set; } = [];

    /// <summary>The choices of instances worth considering by service, in the order found; never empty.</summary>
    public IReadOnlyList<IReadOnlyList<int[]>> Choices => _choices;

    /// <summary>By service, the choice that the relaxation uses most.</summary>
    public IReadOnlyList<int[]> Favourites { get; private set; } = [];

    /// <summary>GPUs by way to cut them in the relaxation; fractional.</summary>
    public IReadOnlyList<double> TypeCounts { get; private set; } = [];

    /// <summary>Finds them.</summary>
    public static CoverPrices Of(CoverProblem problem) => new(problem);

    private void Search()
    {
        int profiles = _problem.Fixed.Count;
        double[] gains = [.. _problem.Fixed.Select(static count => (double)count), .. _problem.Services.Select(static _ => 1.0)];
        double best = double.NegativeInfinity;
        for (int round = 0; round < MostRounds; round++)
        {
            PriceProgram program = PriceProgram.Solve(gains, _rows);
            double[] prices = Legal(program.Prices[..profiles]);
            double bound = 0;
            for (int p = 0; p < profiles; p++)
            {
                bound += prices[p] * _problem.Fixed[p];
            }

            bool sharper = false;
            for (int s = 0; s < _choices.Length; s++)
            {
                CheapestSeats cheapest = CheapestSeats.Of(_problem.Services[s], prices);
                bound += cheapest.Bound;
                sharper |= cheapest.Cost < program.Prices[profiles + s] - Slack && Add(s, cheapest.Counts);
            }

            if (bound > best)
            {
                (best, Prices) = (bound, prices);
            }

            if (!sharper || round == MostRounds - 1)
            {
                Read(program);
                break;
            }
        }

        LowerBound = Math.Max(0, checked((int)Math.Ceiling(best - Slack)));
    }

    /// <summary>Prices at which no way to cut a GPU is worth more than one, whatever rounding did.</summary>
    private double[] Legal(double[] prices)
    {
        double most = 1;
        foreach (LayoutType type in _problem.Types)
        {
            double worth = 0;
            for (int p = 0; p < prices.Length; p++)
            {
                worth += prices[p] * type.Counts[p];
            }

            most = Math.Max(most, worth);
        }

        return [.. prices.Select(price => price / most)];
    }

    private bool Add(int service, int[] counts)
    {
        if (_choices[service].Exists(known => known.AsSpan().SequenceEqual(counts)))
        {
            return false;
        }

        _choices[service].Add(counts);
        double[] row = new double[counts.Length + _choices.Length + 1];
        for (int p = 0; p < counts.Length; p++)
        {
            row[p] = -counts[p];
        }

        row[counts.Length + service] = 1;
        _rows.Add(row);
        _rowChoices.Add((service, counts));
        return true;
    }

    private void Read(PriceProgram program)
    {
        int types = _problem.Types.Count;
        TypeCounts = program.Weights[..types];
        int[][] favourites = new int[_choices.Length][];
        double[] weight = new double[_choices.Length];
        Array.Fill(weight, double.NegativeInfinity);

        // Choices added in the last round have no weight yet.
        for (int i = types; i < program.Weights.Length; i++)
        {
            (int service, int[] counts) = _rowChoices[i - types];
            if (program.Weights[i] > weight[service])
            {
                (weight[service], favourites[service]) = (program.Weights[i], counts);
            }
        }

        Favourites = favourites;
    }
}
