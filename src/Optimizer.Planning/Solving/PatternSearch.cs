using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Finds the ways to seat one workload: counts of seats by class that serve its demand with none to spare, and those that serve a part of it.</summary>
/// <remarks>
/// A new seat more than needed costs a start and gains nothing but the energy a lower load saves (<see cref="SpareSeats"/>), so sets in which a seat can
/// be spared are listed only where they cost less than without it: mostly those that keep what runs already. The cheapest at given prices of seats are
/// found by branch and bound: what is still to be served costs at least its share of the cheapest seat, or of the penalty.
/// </remarks>
internal sealed class PatternSearch
{
    /// <summary>Sets looked at for one workload. Doubled, a workload of many replicas takes twice as long and hardly gains.</summary>
    private const int MostLooked = 8_000;

    /// <summary>
    /// Sets this close to the kept ones, as a share of what the demand costs at least, are not looked for: near the right prices all classes cost the
    /// same for their demand, and thousands of sets differ by less. Ten times as much shows in the bound of a fleet.
    /// </summary>
    private const double Close = 0.0003;

    /// <summary>Sets with new seats to spare looked at, where they may pay. Doubled, workloads that start in no time take twice as long, for millionths.</summary>
    private const int MostSpareLooked = 500;

    private readonly FleetModel _model;
    private readonly SeatedWorkload _workload;
    private readonly int _presentReplicas;
    private readonly bool _newSparesMayPay;
    private readonly bool _bounded;
    private readonly double[] _prices;
    private readonly int _keep;
    private readonly int[] _classes;
    private readonly double[] _rates;
    private readonly double[] _seatPrices;
    private readonly int[] _counts;
    private readonly int[] _fixed;
    private readonly int[] _most;
    private readonly double _need;
    private readonly double _served;
    private readonly double _missing;
    private readonly double _close;
    private readonly PriorityQueue<SeatPattern, double> _found = new();
    private int _looked;
    private int _spareLooked;
    private bool _cut;
    private bool _growing;

    private PatternSearch(FleetModel model, SeatedWorkload workload, double[] prices, int keep)
    {
        _model = model;
        _workload = workload;
        _prices = prices;
        _keep = keep;
        _need = Math.Max(workload.Need.WantedRate, Math.Max(workload.Need.ExpectedRate, workload.Need.FloorRate));

        // Cheapest demand first: the rest of a set then costs at least what it would on the class at hand.
        (_served, _missing) = ServingBounds();
        (_newSparesMayPay, _bounded) = SpareSeats.Of(model, workload);
        _classes = [.. workload.Options.Keys.Concat(workload.Fixed.Keys).Distinct()
            .OrderBy(seatClass => prices[seatClass] / Math.Max(1e-12, workload.RateIn(seatClass))).ThenBy(seatClass => seatClass)];
        _rates = [.. _classes.Select(workload.RateIn)];
        _seatPrices = [.. _classes.Select(seatClass => prices[seatClass])];
        double perDemand = _missing;
        for (int i = 0; i < _classes.Length; i++)
        {
            perDemand = _rates[i] > 0 ? Math.Min(perDemand, _seatPrices[i] / _rates[i]) : perDemand;
        }

        _close = Close * _need * perDemand;
        _presentReplicas = workload.Present.Values.Sum() / workload.SeatsPerReplica;
        _counts = new int[_classes.Length];
        _fixed = [.. _classes.Select(workload.FixedIn)];
        _most = [.. _classes.Select(_ => int.MaxValue)];
    }

    /// <summary>Finds the cheapest.</summary>
    /// <param name="model">The fleet.</param>
    /// <param name="workload">Whose.</param>
    /// <param name="prices">Price of a seat by class, 0 or more.</param>
    /// <param name="keep">Most to answer.</param>
    /// <param name="complete">False when some were left out: there may be more, and where the search stopped early even cheaper ones.</param>
    /// <param name="least">No set costs less at the prices: the cheapest one's cost, or, where the search stopped early, what fractions of seats would cost.</param>
    /// <returns>Cheapest at the prices first; empty when no set keeps the workload's hard limits.</returns>
    internal static SeatPattern[] Find(FleetModel model, SeatedWorkload workload, double[] prices, int keep, out bool complete, out double least)
    {
        PatternSearch search = new(model, workload, prices, keep);
        (double rate, double price) = search.From(search._fixed);
        if (model.Freedom.MaxMoves == 0 && search._presentReplicas > 0)
        {
            search.WalkStill();
        }
        else
        {
            search.Walk(0, rate, search._counts.Sum() / workload.SeatsPerReplica, price);
        }

        bool exhaustive = search._looked < MostLooked && search._bounded;
        complete = exhaustive && !search._cut;
        least = !search._bounded ? double.NegativeInfinity : search._served + price + (Math.Max(0, search._need - rate) * search._close / (Close * Math.Max(search._need, 1e-300)));
        SeatPattern[] answer = new SeatPattern[search._found.Count];
        for (int i = answer.Length - 1; i >= 0; i--)
        {
            answer[i] = search._found.Dequeue();
        }

        if (exhaustive && answer.Length > 0)
        {
            least = Math.Max(least, answer[0].PriceAt(prices) - search._close);
        }

        return answer;
    }

    /// <summary>Starts over from some seats; answers what they serve and cost.</summary>
    private (double Rate, double Price) From(int[] counts)
    {
        counts.CopyTo(_counts, 0);
        double rate = 0, price = 0;
        for (int i = 0; i < _classes.Length; i++)
        {
            rate += _rates[i] * counts[i];
            price += _seatPrices[i] * counts[i];
        }

        return (rate, price);
    }

    /// <summary>
    /// Where nobody may be moved, a workload keeps every seat and adds some, or adds none and gives some up: anything else moves somebody. Without this, the
    /// cheapest sets of a workload with many seats were all moves, and the present one was not among them.
    /// </summary>
    private void WalkStill()
    {
        int[] present = [.. _classes.Select(_workload.PresentIn)];
        present.CopyTo(_most, 0);
        (double rate, double price) = From(_fixed);
        Walk(0, rate, _counts.Sum() / _workload.SeatsPerReplica, price);
        Array.Fill(_most, int.MaxValue);
        (rate, price) = From(present);
        _growing = true;
        Walk(0, rate, _presentReplicas, price);
    }

    /// <summary>What serving everything costs without energy, and what each unit of demand costs at least that is not served.</summary>
    private (double Served, double Missing) ServingBounds()
    {
        GpuState unpowered = _model.Problem.Gpus[0] with { Power = new PowerCurve(0, 0) };
        double all = CostAt(Math.Max(_need, 1e-9)), less = CostAt(Math.Max(_need, 1e-9) * 0.99);

        // A hundredth less than measured, so that rounding cannot make the bound too high.
        return (all, _need > 0 ? Math.Max(0, (less - all) / (_need * 0.01) * 0.99) : 0);

        double CostAt(double rate) => _model.CostOf(_model.Costs.Serving(
            _workload.Need, [new SeatCount(new SeatOption { Profile = ProfileCapacity.WholeGpu, Rate = rate }, unpowered, 1)]));
    }

    private void Walk(int from, double rate, int replicas, double price)
    {
        if (_looked++ >= MostLooked)
        {
            return;
        }

        // Growing begins with the present seats, which giving up ended with.
        bool isPresent = _growing && _counts.Sum() == _presentReplicas * _workload.SeatsPerReplica;
        if (!isPresent && IsWorthKeeping(rate, replicas))
        {
            Keep();
        }

        // A limit lowered below what runs keeps it from growing; it evicts nobody, or every other improvement would have to wait for that.
        if (replicas >= Math.Max(_workload.Need.Replicas.Max, _presentReplicas))
        {
            return;
        }

        bool full = rate >= _need && replicas >= _workload.Need.Replicas.Min;
        int step = _workload.SeatsPerReplica;
        for (int i = from; i < _classes.Length; i++)
        {
            if (_rates[i] <= 0 || _counts[i] + step > _most[i] || (full && !MaySpare(i)))
            {
                continue;
            }

            double cheapest = Math.Min(_seatPrices[i] / _rates[i], _missing);
            if (IsTooDear(_served + price + (Math.Max(0, _need - rate) * cheapest)))
            {
                break; // the classes after it are dearer still
            }

            _counts[i] += step;
            Walk(i, rate + (_rates[i] * step), replicas + 1, price + (_seatPrices[i] * step));
            _counts[i] -= step;
        }
    }

    private bool IsTooDear(double least)
    {
        if (_found.Count < _keep || !_found.TryPeek(out _, out double worst) || least < -worst - _close)
        {
            return false;
        }

        _cut = true;
        return true;
    }

    /// <summary>Whether one more seat of a class is worth a look although everything is served.</summary>
    private bool MaySpare(int i)
    {
        if (_counts[i] < _workload.PresentIn(_classes[i]))
        {
            return true;
        }

        if (_newSparesMayPay && _spareLooked++ < MostSpareLooked)
        {
            return true;
        }

        _cut |= _newSparesMayPay;
        return false;
    }

    /// <summary>Keeps the hard floors of guaranteed workloads and the most of all; leaves out sets that are no dearer without one of their seats.</summary>
    private bool IsWorthKeeping(double rate, int replicas)
    {
        WorkloadNeed need = _workload.Need;
        if (need.Qos == QosClass.Guaranteed && (replicas < need.Replicas.Min || rate < need.FloorRate))
        {
            return false;
        }

        int step = _workload.SeatsPerReplica;
        SeatPattern? whole = null;
        for (int i = 0; i < _classes.Length; i++)
        {
            if (_counts[i] - _fixed[i] < step || rate - (_rates[i] * step) < _need || replicas - 1 < need.Replicas.Min)
            {
                continue;
            }

            if (!_newSparesMayPay && _counts[i] > _workload.PresentIn(_classes[i]))
            {
                return false;
            }

            whole ??= SeatPatterns.Price(_model, _workload, _classes, _counts);
            _counts[i] -= step;
            SeatPattern less = SeatPatterns.Price(_model, _workload, _classes, _counts);
            _counts[i] += step;
            if (less.Cost <= whole.Cost && less.Moves <= whole.Moves)
            {
                return false;
            }
        }

        return true;
    }

    private void Keep()
    {
        SeatPattern pattern = SeatPatterns.Price(_model, _workload, _classes, _counts);
        double key = pattern.PriceAt(_prices);
        if (_found.Count >= _keep)
        {
            _cut = true;
            if (_found.TryPeek(out _, out double worst) && key >= -worst)
            {
                return;
            }

            _found.Dequeue();
        }

        _found.Enqueue(pattern, -key);
    }
}
