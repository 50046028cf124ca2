namespace Optimizer.Planning.Solving;

/// <summary>Prices of seats: what one more seat of a class is worth when everybody chooses for himself, and the bound that follows.</summary>
/// <remarks>
/// Lagrangian relaxation of "seats taken are seats offered": each workload takes its cheapest way at the prices, each GPU its most profitable
/// state. The sum is a lower bound at any prices of 0 and more, because limits that are left out (quotas, moves a lost instance forces) only raise the
/// true cost. A deflected subgradient method raises it.
/// </remarks>
internal sealed class DualBound
{
    /// <summary>First length of a step, as a share of the dual's size. Ten times as long, the first steps throw away the starting prices, which are good.</summary>
    private const double FirstStep = 0.05;

    /// <summary>Steps without a gain before steps get shorter. At 8 the method stalled 1.5 % below the bound it finds at 25; doubled, it takes twice as long.</summary>
    private const int Patience = 25;

    private readonly FleetModel _model;
    private readonly List<SeatPattern>[] _pool;

    internal DualBound(FleetModel model)
    {
        _model = model;
        _pool = [.. model.Workloads.Select(_ => new List<SeatPattern>())];
        Prices = [.. model.Classes.Select(seatClass => seatClass.Share * model.CostOf(model.Costs.ActiveGpu(seatClass.Sample)))];
    }

    /// <summary>Best prices found, by class; at first, a class's share of its GPU's cost.</summary>
    internal double[] Prices { get; private set; }

    /// <summary>No answer costs less; minus infinity until <see cref="Raise"/>.</summary>
    internal double Bound { get; private set; } = double.NegativeInfinity;

    /// <summary>Ways to seat each workload that were among the cheapest at some prices.</summary>
    internal IReadOnlyList<SeatPattern>[] Pool => _pool;

    /// <summary>Raises the bound.</summary>
    /// <param name="rounds">Exact pricings of all workloads, from 1.</param>
    /// <param name="steps">Steps between two of them, over the ways found so far.</param>
    /// <returns>Index of a workload that cannot be seated at all within its hard limits; -1: there is none.</returns>
    internal int Raise(int rounds, int steps)
    {
        double[] prices = Prices;
        for (int round = 0; round < rounds; round++)
        {
            double exact = Gpus(prices, new double[prices.Length]);
            foreach (SeatedWorkload workload in _model.Workloads)
            {
                SeatPattern[] found = PatternSearch.Find(_model, workload, prices, round == 0 ? 8 : 3, out _, out double least);
                if (found.Length == 0)
                {
                    return workload.Index;
                }

                exact += least;
                AddToPool(workload.Index, found);
                if (round == 0)
                {
                    AddSacrifices(workload);
                }
            }

            if (exact > Bound)
            {
                Bound = exact;
                Prices = prices;
            }

            if (round < rounds - 1)
            {
                prices = Climb(prices, steps);
            }
        }

        return -1;
    }

    /// <summary>Ways that give more and more seats up: without them the steps see nobody give way where seats are short, and prices run away.</summary>
    private void AddSacrifices(SeatedWorkload workload)
    {
        foreach (double dearer in new[] { 2.0, 5.0, 15.0, 1e6 })
        {
            AddToPool(workload.Index, PatternSearch.Find(_model, workload, [.. Prices.Select(price => price * dearer)], 2, out _, out _));
        }
    }

    private void AddToPool(int workload, SeatPattern[] found)
    {
        foreach (SeatPattern pattern in found)
        {
            if (!_pool[workload].Exists(pattern.IsSameAs))
            {
                _pool[workload].Add(pattern);
            }
        }
    }

    /// <summary>Subgradient steps over the pool; answers the best prices seen.</summary>
    private double[] Climb(double[] start, int steps)
    {
        double[] prices = [.. start], best = [.. start], direction = new double[start.Length];
        double highest = double.NegativeInfinity, step = FirstStep;
        int since = 0;
        for (int k = 0; k < steps; k++)
        {
            double[] gradient = new double[prices.Length];
            double value = Workloads(prices, gradient) + Gpus(prices, gradient);
            since++;
            if (value > highest)
            {
                (highest, best, since) = (value, [.. prices], 0);
            }
            else if (since >= Patience)
            {
                (step, prices, since) = (step * 0.7, [.. best], 0);
                Array.Clear(direction);
                continue;
            }

            double norm = 0;
            for (int c = 0; c < prices.Length; c++)
            {
                // Half of the last direction damps the zigzag between two classes that can stand in for each other.
                direction[c] = gradient[c] + (0.5 * direction[c]);
                norm += direction[c] * direction[c];
            }

            if (norm == 0)
            {
                break;
            }

            double length = step * Math.Max(1, Math.Abs(value)) / norm;
            for (int c = 0; c < prices.Length; c++)
            {
                prices[c] = Math.Max(0, prices[c] + (length * direction[c]));
            }
        }

        return best;
    }

    private double Workloads(double[] prices, double[] gradient)
    {
        double sum = 0;
        foreach (List<SeatPattern> pool in _pool)
        {
            SeatPattern least = pool[0];
            double cost = double.PositiveInfinity;
            foreach (SeatPattern pattern in pool)
            {
                double at = pattern.PriceAt(prices);
                if (at < cost)
                {
                    (least, cost) = (pattern, at);
                }
            }

            sum += cost;
            for (int i = 0; i < least.Classes.Length; i++)
            {
                gradient[least.Classes[i]] += least.Counts[i];
            }
        }

        return sum;
    }

    private double Gpus(double[] prices, double[] gradient)
    {
        double sum = 0;
        foreach (GpuGroup group in _model.Groups)
        {
            LayoutChoice least = group.Choices[0];
            double cost = double.PositiveInfinity;
            foreach (LayoutChoice choice in group.Choices)
            {
                double at = choice.Cost;
                foreach ((int seatClass, int seats) in choice.Seats)
                {
                    at -= prices[seatClass] * seats;
                }

                if (at < cost)
                {
                    (least, cost) = (choice, at);
                }
            }

            sum += cost * group.Gpus.Length;
            foreach ((int seatClass, int seats) in least.Seats)
            {
                gradient[seatClass] -= seats * group.Gpus.Length;
            }
        }

        return sum;
    }
}
