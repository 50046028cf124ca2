using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Auditing;

/// <summary>Books one service's demand against what was ready to serve it. Exact: demand is straight or constant between its knots and ready capacity constant between changes.</summary>
/// <remarks>
/// It is settled at the driver's own steps and at changes, both fixed by scenario and deeds; a question is answered from a copy,
/// so that the sums do not even round differently when somebody looks.
/// </remarks>
internal sealed class ServiceAccount(DemandSeries demand, double scale, double offset, int floor)
{
    /// <summary>Requests that wait at most; the next are refused. Doubled, a service that lost its replicas needs twice as long to catch up.</summary>
    public const double MostWaiting = 1000;

    private Totals _totals;
    private double _settled;
    private double _capacity;
    private int _ready;
    private bool _byOrder;

    /// <summary>Demand at a time; requests per second.</summary>
    public double Rate(double now) => demand.At(now + offset) * scale;

    /// <summary>Requests that arrive between two times.</summary>
    public double Arrivals(double from, double to) => (demand.Until(to + offset) - demand.Until(from + offset)) * scale;

    /// <summary>Most the demand ever is.</summary>
    public double Peak => demand.Peak * scale;

    public double ReadyCapacity => _capacity;

    public int Ready => _ready;

    /// <summary>Share of the ready capacity that works, 0..1, as last settled.</summary>
    public double Load(double now) => _capacity <= 0 ? 0 : _totals.Queue > 0 ? 1 : Math.Clamp(Rate(now) / _capacity, 0, 1);

    public void Settle(double now)
    {
        Integrate(ref _totals, _settled, now);
        _settled = now;
    }

    /// <summary>Another set of replicas is ready.</summary>
    /// <param name="now">Since when.</param>
    /// <param name="capacity">What it serves; requests per second.</param>
    /// <param name="ready">How many.</param>
    /// <param name="byOrder">An order to stop was the reason.</param>
    public void Change(double now, double capacity, int ready, bool byOrder)
    {
        Settle(now);
        if (ready < floor && _ready >= floor)
        {
            _byOrder = byOrder;
        }

        (_capacity, _ready) = (capacity, ready);
    }

    public Totals At(double now)
    {
        Totals totals = _totals;
        Integrate(ref totals, _settled, now);
        return totals;
    }

    private void Integrate(ref Totals totals, double from, double to)
    {
        double span = to - from;
        if (span <= 0)
        {
            return;
        }

        totals.Capacity += _capacity * span;
        if (_ready < floor)
        {
            totals.BelowFloorByOrder += _byOrder ? span : 0;
            totals.BelowFloorOtherwise += _byOrder ? 0 : span;
        }

        double at = from;
        while (at < to)
        {
            // A knot that rounds to where we are must not stop us there.
            double end = Math.Min(to, Math.Max(demand.NextKnot(at + offset) - offset, at + 1e-6));
            double first = Rate(at);
            Straight(ref totals, first - _capacity, (demand.IsHeld ? first : Rate(end)) - _capacity, end - at);
            at = end;
        }
    }

    /// <summary>A stretch in which the excess of demand over capacity goes in a straight line, cut where it changes sign.</summary>
    private static void Straight(ref Totals totals, double first, double last, double span)
    {
        if (first * last >= 0)
        {
            OneSided(ref totals, (first + last) / 2 * span, span);
            return;
        }

        double crossing = span * first / (first - last);
        OneSided(ref totals, first / 2 * crossing, crossing);
        OneSided(ref totals, last / 2 * (span - crossing), span - crossing);
    }

    private static void OneSided(ref Totals totals, double excess, double span)
    {
        if (excess <= 0)
        {
            totals.Queue = Math.Max(0, totals.Queue + excess);
            return;
        }

        totals.Violation += span;
        totals.Unmet += excess;
        totals.Refused += Math.Max(0, totals.Queue + excess - MostWaiting);
        totals.Queue = Math.Min(MostWaiting, totals.Queue + excess);
    }

    /// <summary>Sums so far; seconds and requests.</summary>
    internal struct Totals
    {
        public double Violation;
        public double Unmet;
        public double Refused;
        public double Queue;
        public double BelowFloorByOrder;
        public double BelowFloorOtherwise;
        public double Capacity;
    }
}
