using System.Collections.Immutable;
using NodaTime;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>Learning: what became of the forecasts that a new value matures.</summary>
internal sealed partial class EnsembleForecaster
{
    // After a change the newest errors are kept: about what an hour brings at the short leads.
    private const int ErrorsKept = 12;

    // Of a peak window, or its peak may have gone unmeasured.
    private const double LeastKnownShare = 0.8;

    /// <summary>Ends of the ranges of leads whose accuracy is told.</summary>
    private static readonly ImmutableArray<Duration> Buckets =
        [Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(3), Duration.FromHours(6), Duration.FromHours(24)];

    private readonly double[] _controlVariances;

    private void Learn(long index, double value)
    {
        bool isChanged = false;
        for (int k = 0; k < _grid.Steps.Length; k++)
        {
            ReadOnlySpan<float> made = _stored[k].Made(index - _grid.Steps[k]);
            if (!made.IsEmpty)
            {
                isChanged |= LearnLead(k, value, made, _stored[k].Shares(index - _grid.Steps[k]));
            }
        }

        for (int w = 0; w < _grid.Windows.Length; w++)
        {
            ReadOnlySpan<float> made = _storedPeaks[w].Made(index - _grid.Windows[w]);
            if (!made.IsEmpty)
            {
                LearnPeak(w, index, made);
            }
        }

        if (isChanged)
        {
            Doubt();
        }
    }

    private bool LearnLead(int k, double value, ReadOnlySpan<float> made, ReadOnlySpan<Half> shares)
    {
        Span<Expert> experts = stackalloc Expert[ExpertCount];
        ReadExperts(made, experts);
        Span<double> said = stackalloc double[4];
        Widen(made.Slice(SaidAt, 4), said);
        double control = made[ControlAt];

        // What was demanded beyond a saturated reading is not known: a forecast above it may have been right, or not; nothing is learnt from it.
        if (_saturated && value < said[0])
        {
            return false;
        }

        double perDay = (double)_day / _grid.Strides[k];
        _weights.Score(k, value, Members(shares, made[ScaleAt]), perDay, _bins / (double)_grid.Strides[k]);
        _pools[k].Score(value, experts, said);

        double difference = value - control;
        _controlVariances[k] += Math.Max(1.0 / Math.Max(1, _pools[k].Scored), 1 - Math.Pow(0.5, 1 / (7 * perDay))) * ((difference * difference) - _controlVariances[k]);
        Duration lead = Duration.FromSeconds((long)_grid.Steps[k] * Options.BinSeconds);
        for (int b = 0; b < Buckets.Length; b++)
        {
            if (lead <= Buckets[b])
            {
                _accuracy[b].Add(value, said, control, Math.Sqrt(_controlVariances[k]), 7 * perDay);
                break;
            }
        }

        return k == _changeLead && HasChanged(value - said[0]);
    }

    private void LearnPeak(int w, long index, ReadOnlySpan<float> made)
    {
        long first = index - _grid.Windows[w] + 1;
        double peak = _members.Profile.Peak(first, _grid.Windows[w]);

        // A window half measured had a peak that may not have been seen, and one with saturated bins had a peak of at least this.
        bool isLowerBound = _lastSaturated >= first && peak < made[2 * PeakExpertCount];
        if (isLowerBound || Known(first, _grid.Windows[w]) < LeastKnownShare * _grid.Windows[w])
        {
            return;
        }

        Span<Expert> experts = stackalloc Expert[PeakExpertCount];
        Read(made, PlainPeakExperts, experts);
        Span<double> said = stackalloc double[4];
        Widen(made[(2 * PeakExpertCount)..], said);
        _peakPools[w].Score(peak, experts, said);
        _peakAccuracy[w].Add(peak, said[2], 7.0 * _day / _grid.WindowStrides[w]);
    }

    private static float[] Members(ReadOnlySpan<Half> shares, float scale)
    {
        float[] values = new float[shares.Length];
        for (int m = 0; m < values.Length; m++)
        {
            values[m] = (float)shares[m] * scale;
        }

        return values;
    }

    private int Known(long first, int bins)
    {
        int known = 0;
        for (long i = first; i < first + bins; i++)
        {
            known += double.IsNaN(_history.Value(i)) ? 0 : 1;
        }

        return known;
    }

    private bool HasChanged(double error)
    {
        double scale = Math.Max(_changeScale, 0.02 * _members.Levels.Highest);
        bool isKnown = _pools[_changeLead].Scored > 24 && scale > 0;
        bool isChanged = isKnown && _changes.Add(error / scale);
        _changeScale += Math.Max(0.01, 1.0 / Math.Max(1, _pools[_changeLead].Scored)) * (Math.Min(Math.Abs(error), isKnown ? 6 * scale : double.MaxValue) - _changeScale);
        return isChanged;
    }

    private void Doubt()
    {
        _alarms++;
        _weights.Doubt();
        foreach (ExpertPool pool in _pools)
        {
            pool.Doubt(ErrorsKept);
        }

        foreach (ExpertPool pool in _peakPools)
        {
            pool.Doubt(ErrorsKept);
        }
    }

    private void Read(ReadOnlySpan<float> numbers, ImmutableArray<int> plain, Span<Expert> experts)
    {
        for (int e = 0; e < experts.Length; e++)
        {
            // The unit may have changed since the forecast was made; its errors are counted in the present one.
            experts[e] = new Expert(numbers[2 * e], plain.Contains(e) ? _unit : numbers[(2 * e) + 1]);
        }
    }

    private static void Widen(ReadOnlySpan<float> numbers, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = numbers[i];
        }
    }
}
