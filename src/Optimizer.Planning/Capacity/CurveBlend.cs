namespace Optimizer.Planning.Capacity;

/// <summary>Predicts a speed as the blend of measured curves, each by how well it agrees with what is known.</summary>
/// <remarks>
/// Each curve is scaled to the known rates; what is left over, the activity and the memory need give its weight. All curves of one model count
/// as one. Deterministic and safe to share between threads.
/// </remarks>
internal sealed class CurveBlend
{
    /// <summary>Weight of a curve that contradicts everything: it only keeps the sum from vanishing.</summary>
    private const double Least = 1e-9;

    private readonly SpeedCurve[] _curves;
    private readonly double[] _share;
    private readonly BlendSettings _settings;

    internal CurveBlend(SpeedCurve[] curves, BlendSettings? settings = null)
    {
        _curves = curves;
        _settings = settings ?? new BlendSettings();
        Dictionary<(CurveKind, string), int> counts = curves.GroupBy(curve => (curve.Kind, curve.Model)).ToDictionary(group => group.Key, group => group.Count());
        _share = [.. curves.Select(curve => 1.0 / counts[(curve.Kind, curve.Model)])];
    }

    /// <summary>Logarithm of the rate at the query's target; NaN when no curve reaches all places.</summary>
    /// <param name="query">What is known and asked.</param>
    /// <param name="left">Curves that must not be used, by their place; null: all are.</param>
    internal double Predict(CapacityQuery query, bool[]? left = null)
    {
        double[] logs = new double[_curves.Length], weights = new double[_curves.Length];
        int used = 0;
        bool one = query.LogRates.Length == 1, active = query.HasActivity;
        for (int place = 0; place < _curves.Length; place++)
        {
            SpeedCurve curve = _curves[place];
            double at = left is not null && left[place] ? double.NaN : curve.LogRate(query.Target);
            double weight = double.IsNaN(at) ? 0 : _share[place] * Kinship(curve, query, one, active);
            if (weight > 0 && Fit(curve, query, out double scale, out double misfit))
            {
                weight *= Math.Exp(-misfit / (2 * _settings.Width * _settings.Width)) + Least;
                logs[used] = at + scale;
                // With one figure the error is that of the scale: the median under the loss that targets are stated in.
                weights[used++] = one ? weight / Math.Exp(curve.LogFull + scale - query.LogRates[0]) : weight;
            }
        }

        return used == 0 ? double.NaN : Bounded(query, one ? Median(logs, weights, used) : Mean(logs, weights, used));
    }

    private double Kinship(SpeedCurve curve, CapacityQuery query, bool one, bool active)
    {
        if ((curve.Kind == CurveKind.Training) != query.Training)
        {
            return _settings.Foreign;
        }

        if (query.Training)
        {
            int steps = query.SmallestSlices == 0 ? 0 : Math.Abs(query.SmallestSlices - curve.Smallest);
            return Math.Pow(_settings.MemoryStep, steps);
        }

        if (!active)
        {
            return curve.Kind == CurveKind.Filled ? 1 : one ? _settings.FixedWithOne : _settings.FixedWithMore;
        }

        double sum = 0;
        int count = 0;
        for (int known = 0; known < query.Activity.Length; known++)
        {
            if (!double.IsNaN(query.Activity[known]))
            {
                double difference = query.Activity[known] - curve.ActivityAt(query.LogShares[known]);
                sum += difference * difference;
                count++;
            }
        }

        return Math.Exp(-sum / count / (2 * _settings.ActivityWidth * _settings.ActivityWidth)) + Least;
    }

    private static bool Fit(SpeedCurve curve, CapacityQuery query, out double scale, out double misfit)
    {
        Span<double> differences = stackalloc double[KnownFigures.MaxFigures];
        (scale, misfit) = (0, 0);
        for (int known = 0; known < query.LogRates.Length; known++)
        {
            differences[known] = query.LogRates[known] - curve.LogRate(query.LogShares[known]);
            scale += differences[known] * query.Weights[known] / query.LogRates.Length;
        }

        for (int known = 0; known < query.LogRates.Length; known++)
        {
            double rest = differences[known] - scale;
            misfit += query.Weights[known] * rest * rest;
        }

        return !double.IsNaN(scale);
    }

    /// <summary>More hardware is never predicted to be slower than less that is known.</summary>
    private static double Bounded(CapacityQuery query, double log)
    {
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        for (int known = 0; known < query.LogRates.Length; known++)
        {
            if (query.LogShares[known] <= query.Target)
            {
                low = Math.Max(low, query.LogRates[known]);
            }
            else
            {
                high = Math.Min(high, query.LogRates[known]);
            }
        }

        return low <= high ? Math.Clamp(log, low, high) : log;
    }

    private static double Mean(double[] logs, double[] weights, int used)
    {
        double sum = 0, total = 0;
        for (int place = 0; place < used; place++)
        {
            sum += logs[place] * weights[place];
            total += weights[place];
        }

        return sum / total;
    }

    private static double Median(double[] logs, double[] weights, int used)
    {
        Array.Sort(logs, weights, 0, used);
        double half = weights.AsSpan(0, used).ToArray().Sum() / 2, sum = 0;
        for (int place = 0; place < used; place++)
        {
            sum += weights[place];
            if (sum >= half)
            {
                return logs[place];
            }
        }

        return logs[used - 1];
    }
}
