using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>Quantiles of one target (a lead, or the peak of a window) from several experts, each calibrated on its own past errors and weighted by its past pinball loss.</summary>
/// <remarks>
/// An expert says a location and a scale; its quantile is location + scale × quantile of its standardised errors (split conformal prediction, online). Weights are per
/// probability: the expert with the best median need not have the best bound. The level asked of the errors adapts so that the share of values at or below the bound
/// becomes the probability (adaptive conformal inference, Gibbs and Candès 2021).
/// </remarks>
internal sealed class ExpertPool
{
    // An expert's weight falls with the sixth power of its loss; beyond a quarter more than the best it has none. Halving or doubling either moved no score by 1 %.
    private const double Power = 6, Within = 1.25;

    // Half-life of the losses, origins.
    private const double HalfLife = 32;

    // How far the level moves on a miss, as a multiple of the tail beyond it.
    private const double Step = 0.06 / 0.05;

    // One value in a hundred is seen too seldom to let the level of the 99 % bound fall below its probability on a run of hits.
    private const double LeastTopFloor = 0.3;

    // An error counts for the bias up to this many mean errors, once there are enough to have a mean.
    private const double BiasDeviations = 8, LeastForBias = 16;

    private readonly ResidualRing[] _rings;
    private readonly double[] _losses;
    private readonly double[] _levels;
    private readonly double _caution;
    private readonly double _floor;
    private readonly double[] _errors;
    private readonly double[] _shares;
    private bool _isStale = true;
    private double _scored;
    private double _bias;

    /// <summary>A pool that has seen nothing.</summary>
    /// <param name="experts">How many.</param>
    /// <param name="overlap">Forecasts under way at once.</param>
    /// <param name="isPeak">The target is a maximum: fewer independent samples, so more caution.</param>
    public ExpertPool(int experts, double overlap, bool isPeak)
    {
        _rings = [.. Enumerable.Range(0, experts).Select(_ => new ResidualRing(overlap))];
        _losses = new double[experts * 4];
        _errors = new double[experts * 4];
        _shares = new double[experts * 4];
        (_caution, _floor) = isPeak ? (2.0, 0.5) : (0.6, -0.1);
        _levels = [.. Quantiles.Probabilities.Select((p, q) => q == 0 ? p : p + ((isPeak ? 0.4 : 0.15) * (1 - p)))];
    }

    /// <summary>Values scored so far.</summary>
    public int Scored => (int)Math.Min(_scored, int.MaxValue);

    /// <summary>Errors each expert has.</summary>
    public int Errors => _rings[0].Count;

    /// <summary>Mean error of the first expert's location: what its mean forecast is corrected by.</summary>
    public double Bias => _bias;

    /// <summary>Loss of an expert's median.</summary>
    internal double MedianLoss(int expert) => _losses[expert * 4];

    /// <summary>The pool's quantiles, ascending, not below 0.</summary>
    /// <param name="experts">Locations and scales; finite.</param>
    /// <param name="ceiling">Most that is believed, times 1.5 for the bounds below 99 % and 2 for that one.</param>
    /// <param name="answer">Receives the four quantiles.</param>
    public void Predict(ReadOnlySpan<Expert> experts, double ceiling, Span<double> answer)
    {
        Refresh();
        for (int q = 0; q < 4; q++)
        {
            double sum = 0;
            for (int e = 0; e < experts.Length; e++)
            {
                sum += _shares[(e * 4) + q] * Quantile(experts[e], e, q);
            }

            answer[q] = Math.Min(sum, ceiling * (q == 3 ? 2 : 1.5));
            answer[q] = q > 0 ? Math.Max(answer[q], answer[q - 1]) : answer[q];
        }
    }

    /// <summary>Learns what became of a stored forecast.</summary>
    /// <remarks>
    /// Locations and scales are those of the origin; an expert's loss takes its error quantile as it is now, which has seen the errors matured in between. That only chooses
    /// between experts. Coverage and the published accuracy judge what was really said.
    /// </remarks>
    /// <param name="value">The value.</param>
    /// <param name="experts">What the experts had said.</param>
    /// <param name="said">The quantiles the pool had given.</param>
    public void Score(double value, ReadOnlySpan<Expert> experts, ReadOnlySpan<double> said)
    {
        Refresh();
        _isStale = true;
        _scored++;
        double share = Math.Max(1 / _scored, 1 - Math.Pow(0.5, 1 / HalfLife));
        Unbias(value - experts[0].Location, share);
        for (int q = 0; q < 4; q++)
        {
            double p = Quantiles.Probabilities[q];
            for (int e = 0; e < experts.Length; e++)
            {
                double loss = Pinball(value - Quantile(experts[e], e, q), p);
                _losses[(e * 4) + q] += share * (loss - _losses[(e * 4) + q]);
            }

            if (q > 0 && _scored > 8)
            {
                double hit = value <= said[q] ? 1 : 0;
                double floor = q == 3 ? Math.Max(_floor, LeastTopFloor) : _floor;
                _levels[q] = Math.Clamp(_levels[q] + (Step * (1 - p) * (p - hit)), p + (floor * (1 - p)), 1);
            }
        }

        for (int e = 0; e < experts.Length; e++)
        {
            _rings[e].Add((value - experts[e].Location) / experts[e].Scale);
        }
    }

    /// <summary>After a lasting change: forgets all but the newest errors and asks for the widest bound until the level has adapted anew.</summary>
    public void Doubt(int newest)
    {
        _isStale = true;
        foreach (ResidualRing ring in _rings)
        {
            ring.Keep(newest);
        }

        _scored = Math.Min(_scored, 8);
        for (int q = 1; q < 4; q++)
        {
            _levels[q] = 1;
        }
    }

    /// <summary>An expert's errors are from now on counted in another unit.</summary>
    public void Rescale(int expert, double factor)
    {
        _isStale = true;
        _rings[expert].Rescale(factor);
    }

    /// <summary>Writes the whole state.</summary>
    public void Save(BinaryWriter writer)
    {
        foreach (ResidualRing ring in _rings)
        {
            ring.Save(writer);
        }

        Numbers.Write(writer, _losses);
        Numbers.Write(writer, _levels);
        Numbers.Write(writer, [_scored, _bias]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        _isStale = true;
        foreach (ResidualRing ring in _rings)
        {
            ring.Load(reader);
        }

        Numbers.Read(reader, _losses);
        Numbers.Read(reader, _levels);
        double[] rest = new double[2];
        Numbers.Read(reader, rest);
        (_scored, _bias) = (rest[0], rest[1]);
    }

    /// <summary>Pinball loss of an error (value - quantile).</summary>
    internal static double Pinball(double error, double probability) => error >= 0 ? probability * error : (probability - 1) * error;

    private double Quantile(Expert expert, int index, int q) => Math.Max(0, expert.Location + (expert.Scale * _errors[(index * 4) + q]));

    /// <summary>One spike is no bias: it would lift every mean for hours. The loss of the median, before this error, is half the mean error.</summary>
    private void Unbias(double error, double share)
    {
        double usual = _scored > LeastForBias ? BiasDeviations * 2 * _losses[0] : double.MaxValue;
        _bias += share * (Math.Clamp(error, -usual, usual) - _bias);
    }

    /// <summary>Error quantiles and shares change only when something is learnt, and a forecast asks for them at every step.</summary>
    private void Refresh()
    {
        if (!_isStale)
        {
            return;
        }

        _isStale = false;
        for (int q = 0; q < 4; q++)
        {
            double best = double.PositiveInfinity, sum = 0;
            for (int e = 0; e < _rings.Length; e++)
            {
                _errors[(e * 4) + q] = _rings[e].Quantile(_levels[q], q == 0 ? 0 : _caution);
                best = Math.Min(best, _losses[(e * 4) + q]);
            }

            double grain = 1e-12 + (best * 1e-6);
            for (int e = 0; e < _rings.Length; e++)
            {
                double loss = _losses[(e * 4) + q];
                _shares[(e * 4) + q] = loss <= (Within * best) + grain ? Math.Pow((best + grain) / (loss + grain), Power) : 0;
                sum += _shares[(e * 4) + q];
            }

            for (int e = 0; e < _rings.Length; e++)
            {
                _shares[(e * 4) + q] /= sum;
            }
        }
    }
}
