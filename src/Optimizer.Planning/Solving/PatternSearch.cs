using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Finds the ways to seat one workload: counts of seats by class that serve its demand with none to spare, and those that serve a part of it.</summary>
/// <remarks>
/// A seat more than needed costs and gains nothing, so only sets matter in which no seat can be spared. Where these are too many (a workload of dozens of
/// replicas), the ones are kept that are cheapest at given prices of seats, and the answer says that it is not complete.
/// </remarks>
internal sealed class PatternSearch
{
    /// <summary>Sets looked at for one workload. Doubled, a workload of many replicas takes twice as long and hardly gains.</summary>
    private const int MostLooked = 20_000;

    private readonly FleetModel _model;
    private readonly SeatedWorkload _workload;
    private readonly double[] _prices;
    private readonly int _keep;
    private readonly int[] _classes;
    private readonly double[] _rates;
    private readonly int[] _counts;
    private readonly int[] _fixed;
    private readonly double _need;
    private readonly List<(double Key, SeatPattern Pattern)> _found = [];
    private int _looked;

    private PatternSearch(FleetModel model, SeatedWorkload workload, double[] prices, int keep)
    {
        _model = model;
        _workload = workload;
        _prices = prices;
        _keep = keep;

        // Cheapest demand first: when the search has to stop early, it has seen the ways that matter.
        _classes = [.. workload.Options.Keys.Concat(workload.Fixed.Keys).Distinct()
            .OrderBy(seatClass => prices[seatClass] / Math.Max(1e-12, workload.RateIn(seatClass))).ThenBy(seatClass => seatClass)];
        _rates = [.. _classes.Select(workload.RateIn)];
        _counts = new int[_classes.Length];
        _fixed = [.. _classes.Select(workload.FixedIn)];
        _need = Math.Max(workload.Need.PlanningRate, Math.Max(workload.Need.ExpectedRate, workload.Need.FloorRate));
    }

    /// <summary>Finds them.</summary>
    /// <param name="model">The fleet.</param>
    /// <param name="workload">Whose.</param>
    /// <param name="prices">Price of a seat by class, to choose by where there are too many.</param>
    /// <param name="keep">Most to answer.</param>
    /// <param name="complete">False when some were left out.</param>
    /// <returns>Cheapest at the prices first; empty when no set keeps the workload's hard limits.</returns>
    internal static SeatPattern[] Find(FleetModel model, SeatedWorkload workload, double[] prices, int keep, out bool complete)
    {
        PatternSearch search = new(model, workload, prices, keep);
        search._fixed.CopyTo(search._counts, 0);
        search.Walk(0, search.Total(), search._counts.Sum() / workload.SeatsPerReplica);
        complete = search._looked < MostLooked && search._found.Count <= keep;
        return [.. search._found.OrderBy(found => found.Key).ThenBy(found => found.Pattern.Cost).Take(keep).Select(found => found.Pattern)];
    }

    private double Total()
    {
        double total = 0;
        for (int i = 0; i < _classes.Length; i++)
        {
            total += _rates[i] * _counts[i];
        }

        return total;
    }

    private void Walk(int from, double rate, int replicas)
    {
        if (_looked++ >= MostLooked)
        {
            return;
        }

        if (IsWorthKeeping(rate, replicas))
        {
            Keep();
        }

        bool full = rate >= _need && replicas >= _workload.Need.Replicas.Min;
        if (full || replicas >= _workload.Need.Replicas.Max)
        {
            return;
        }

        int step = _workload.SeatsPerReplica;
        for (int i = from; i < _classes.Length; i++)
        {
            if (_rates[i] <= 0)
            {
                continue;
            }

            _counts[i] += step;
            Walk(i, rate + (_rates[i] * step), replicas + 1);
            _counts[i] -= step;
        }
    }

    /// <summary>Keeps the hard floors of guaranteed workloads and the most of all; leaves out sets with a seat to spare.</summary>
    private bool IsWorthKeeping(double rate, int replicas)
    {
        WorkloadNeed need = _workload.Need;
        if (need.Qos == QosClass.Guaranteed && (replicas < need.Replicas.Min || rate < need.FloorRate))
        {
            return false;
        }

        int step = _workload.SeatsPerReplica;
        for (int i = 0; i < _classes.Length; i++)
        {
            if (_counts[i] - _fixed[i] >= step && rate - (_rates[i] * step) >= _need && replicas - 1 >= need.Replicas.Min)
            {
                return false;
            }
        }

        return true;
    }

    private void Keep()
    {
        SeatPattern pattern = SeatPatterns.Price(_model, _workload, _classes, _counts);
        double key = pattern.Cost;
        for (int i = 0; i < pattern.Classes.Length; i++)
        {
            key += _prices[pattern.Classes[i]] * pattern.Counts[i];
        }

        _found.Add((key, pattern));

        // Halve now and then, so that a workload of many replicas does not fill the memory.
        if (_found.Count >= 8 * _keep)
        {
            _found.Sort((left, right) => left.Key != right.Key ? left.Key.CompareTo(right.Key) : left.Pattern.Cost.CompareTo(right.Pattern.Cost));
            _found.RemoveRange(2 * _keep, _found.Count - (2 * _keep));
        }
    }
}
