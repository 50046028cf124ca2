namespace Optimizer.Planning.Packing;

/// <summary>The cheapest instances that together serve a service at given prices of the profiles: a small knapsack, by branch and bound.</summary>
internal sealed class CheapestSeats
{
    // Where all profiles cost the same per unit of work nothing can be cut off, and a service of thousands of instances has millions of choices that are all but
    // equal. Doubled: twice the worst time, for a bound better by less than one instance of the service.
    private const int MostNodes = 20_000;

    private readonly ServiceDemand _service;
    private readonly IReadOnlyList<double> _prices;
    private readonly int[] _order;
    private readonly int[] _counts;
    private int _nodes;

    private CheapestSeats(ServiceDemand service, IReadOnlyList<double> prices)
    {
        (_service, _prices) = (service, prices);
        _order = [.. Enumerable.Range(0, prices.Count).Where(p => service.Rates[p] > 0).OrderBy(PerWork).ThenBy(static p => p)];
        _counts = new int[prices.Count];
        Cost = double.PositiveInfinity;
        Search(0, service.Need, 0);
        Bound = _nodes < MostNodes ? Cost : service.Need * PerWork(_order[0]);
    }

    /// <summary>Instances by profile.</summary>
    public int[] Counts { get; private set; } = [];

    /// <summary>What <see cref="Counts"/> cost.</summary>
    public double Cost { get; private set; }

    /// <summary>Nothing cheaper serves; equal to <see cref="Cost"/> but for very large services.</summary>
    public double Bound { get; }

    /// <summary>Finds them.</summary>
    /// <param name="service">The service.</param>
    /// <param name="prices">What an instance costs by profile, not negative.</param>
    public static CheapestSeats Of(ServiceDemand service, IReadOnlyList<double> prices) => new(service, prices);

    private double PerWork(int profile) => _prices[profile] / _service.Rates[profile];

    private void Search(int at, long left, double cost)
    {
        if (left <= 0 || at == _order.Length)
        {
            if (left <= 0 && cost < Cost)
            {
                (Cost, Counts) = (cost, [.. _counts]);
            }

            return;
        }

        int p = _order[at];
        long rate = _service.Rates[p];
        int most = checked((int)((left + rate - 1) / rate));
        double next = at + 1 < _order.Length ? PerWork(_order[at + 1]) : double.PositiveInfinity;
        for (int n = most; n >= 0; n--)
        {
            long rest = left - (n * rate);
            double least = cost + (n * _prices[p]) + (rest > 0 ? rest * next : 0);

            if (++_nodes >= MostNodes)
            {
                break;
            }

            // A tie keeps what was found first. Once there is a rest, it only grows dearer with fewer of the best.
            if (least >= Cost - 1e-12)
            {
                if (rest > 0)
                {
                    break;
                }

                continue;
            }

            _counts[p] = n;
            Search(at + 1, rest, cost + (n * _prices[p]));
        }

        _counts[p] = 0;
    }
}
