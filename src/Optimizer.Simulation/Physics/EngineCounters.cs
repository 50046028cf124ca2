namespace Optimizer.Simulation.Physics;

/// <summary>Cumulative counters that grow at constant rates between changes, so that reading them never changes them.</summary>
internal sealed class EngineCounters
{
    private readonly double[] _totals = new double[(int)Engine.Count];
    private readonly double[] _rates = new double[(int)Engine.Count];
    private double _settled;

    public double Rate(Engine engine) => _rates[(int)engine];

    public double Total(Engine engine, double now) => _totals[(int)engine] + (_rates[(int)engine] * (now - _settled));

    /// <summary>Fixes the totals at an instant; rates changed afterwards count from there.</summary>
    public void Settle(double now)
    {
        double elapsed = now - _settled;
        for (int engine = 0; engine < _totals.Length; engine++)
        {
            _totals[engine] += _rates[engine] * elapsed;
        }

        _settled = now;
    }

    public void ClearRates() => Array.Clear(_rates);

    public void Add(Engine engine, double rate) => _rates[(int)engine] += rate;

    public void AddScaled(EngineCounters other, double weight)
    {
        for (int engine = 0; engine < _rates.Length; engine++)
        {
            // Traffic adds up as it is; activities are shares of the bigger unit.
            _rates[engine] += other._rates[engine] * (engine >= (int)Engine.PcieTx ? 1 : weight);
        }
    }

    public void CopyTotals(double now, double[] destination)
    {
        double elapsed = now - _settled;
        for (int engine = 0; engine < _totals.Length; engine++)
        {
            destination[engine] = _totals[engine] + (_rates[engine] * elapsed);
        }
    }
}
