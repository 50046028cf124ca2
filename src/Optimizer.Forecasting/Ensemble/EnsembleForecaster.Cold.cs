using Optimizer.Forecasting.Grid;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>Forecasts before there are errors to learn from.</summary>
internal sealed partial class EnsembleForecaster
{
    // With fewer errors than this a quantile of them is an accident.
    private const int LeastErrors = 8;

    // How far the highest value seen is exceeded by the bounds when it is the only one; falls with the root of the number seen.
    private static readonly double[] FirstStretch = [0, 0.5, 1, 2];

    /// <summary>Quantiles of a step from its leads' experts; false while they have too few errors.</summary>
    private bool Pool(int lead, double next, ReadOnlySpan<Expert> experts, Span<double> said)
    {
        double highest = _members.Levels.Highest;
        if (_pools[lead].Errors < LeastErrors)
        {
            return false;
        }

        _pools[lead].Predict(experts, highest, said);
        if (next > 0 && _pools[lead + 1].Errors >= LeastErrors)
        {
            Span<double> after = stackalloc double[4];
            _pools[lead + 1].Predict(experts, highest, after);
            for (int q = 0; q < 4; q++)
            {
                said[q] = Blend(said[q], after[q], next);
            }
        }

        return true;
    }

    /// <summary>A lead without errors of its own borrows those of the longest shorter lead that has some, widened as a random walk widens; else the values seen.</summary>
    private void ColdQuantiles(int step, Scratch scratch, Span<double> said)
    {
        int lead = _grid.Locate(step).Lead;
        while (lead >= 0 && _pools[lead].Errors < LeastErrors)
        {
            lead--;
        }

        if (lead < 0)
        {
            HistoryQuantiles(scratch, said);
            return;
        }

        _pools[lead].Predict(scratch.Experts, _members.Levels.Highest, said);
        double widening = Math.Min(3, Math.Sqrt((double)step / _grid.Steps[lead]));
        for (int q = 1; q < 4; q++)
        {
            said[q] = said[0] + (widening * (said[q] - said[0]));
        }

        Span<double> seen = stackalloc double[4];
        HistoryQuantiles(scratch, seen);
        for (int q = 1; q < 4; q++)
        {
            // No further than the values seen give reason for.
            said[q] = Math.Clamp(said[q], said[q - 1], Math.Max(said[q - 1], seen[3]));
        }
    }

    /// <summary>Quantiles of the values seen, stretched while they are few, and of the prior.</summary>
    private void HistoryQuantiles(Scratch scratch, Span<double> said)
    {
        double[] known = scratch.Known ??= [.. _history.Last(_day).Where(static value => !double.IsNaN(value)).Order()];
        if (known.Length == 0)
        {
            Ignorance(said);
            return;
        }

        // A series that may be as large as its cap and has only just begun: what it may need is not what it has needed so far.
        Quantiles? believed = Options.Prior ?? (Options.Cap is double cap ? QuantileGuard.OfCap(cap) : null);
        double weight = 1 / Math.Sqrt(known.Length), top = Math.Max(known[^1], _members.Levels[1]);
        for (int q = 0; q < 4; q++)
        {
            double p = Quantiles.Probabilities[q], seen = q == 0 ? _members.Levels[1] : QuantileGuard.Quantile(known, p);
            double stretched = seen + (weight * FirstStretch[q] * top), prior = believed?[q] ?? stretched;
            said[q] = q == 0 ? seen : stretched + (weight * Math.Max(0, prior - stretched));
        }
    }

    /// <summary>Before the first value: the prior, else what the cap says. Returns the mean.</summary>
    private double Ignorance(Span<double> said)
    {
        Quantiles believed = Options.Prior ?? QuantileGuard.OfCap(Options.Cap ?? 0);
        for (int q = 0; q < 4; q++)
        {
            said[q] = believed[q];
        }

        return believed.Q50;
    }
}
