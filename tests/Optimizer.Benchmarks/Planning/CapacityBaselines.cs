using Optimizer.Planning.Capacity;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Simple ways to predict a speed, to hold the capacity model against. Each learns what it needs from the curves that are not left out.</summary>
internal sealed class CapacityBaselines(SpeedCurve[] curves)
{
    private const double Full = 1;

    private readonly Dictionary<(bool[], bool), Prior> _priors = [];

    /// <summary>Rate in proportion to compute; between two known figures a straight line.</summary>
    internal static double Linear(CapacityQuery query, bool[] left)
    {
        _ = left;
        double target = Math.Exp(query.Target);
        double[] shares = [.. query.LogShares.Select(Math.Exp)], rates = [.. query.LogRates.Select(Math.Exp)];
        int after = Array.FindIndex(shares, share => share > target);
        if (after > 0)
        {
            double part = (target - shares[after - 1]) / (shares[after] - shares[after - 1]);
            return Math.Log(rates[after - 1] + part * (rates[after] - rates[after - 1]));
        }

        int end = after == 0 ? 0 : shares.Length - 1;
        return Math.Log(rates[end] * target / shares[end]);
    }

    /// <summary>The mean of all curves of the same kind, scaled.</summary>
    internal double MeanCurve(CapacityQuery query, bool[] left)
    {
        Prior prior = PriorOf(left, query.Training);
        return prior.Mean(query.Target) + query.LogRates.Zip(query.LogShares, (rate, share) => rate - prior.Mean(share)).Average();
    }

    /// <summary>The mean of the five curves that agree best, scaled.</summary>
    internal double Nearest(CapacityQuery query, bool[] left)
    {
        IEnumerable<(double Misfit, double Log)> scaled =
            from curve in PriorOf(left, query.Training).Curves
            let differences = query.LogShares.Select((share, place) => query.LogRates[place] - curve.LogRate(share)).ToArray()
            let scale = differences.Average()
            let log = curve.LogRate(query.Target) + scale
            where !double.IsNaN(log)
            select (differences.Sum(difference => (difference - scale) * (difference - scale)), log);
        return scaled.OrderBy(one => one.Misfit).Take(5).Average(one => one.Log);
    }

    /// <summary>rate = k x share^a; a drawn to that of the curves.</summary>
    internal double Power(CapacityQuery query, bool[] left)
    {
        const double drawn = 0.05;
        double x = query.LogShares.Average(), y = query.LogRates.Average();
        double sxx = query.LogShares.Sum(share => (share - x) * (share - x)), sxy = query.LogShares.Zip(query.LogRates, (share, rate) => (share - x) * (rate - y)).Sum();
        return y + (sxy + drawn * PriorOf(left, query.Training).Exponent) / (sxx + drawn) * (query.Target - x);
    }

    /// <summary>Time = serial + parallel / compute share.</summary>
    internal double Amdahl(CapacityQuery query, bool[] left) => Roof(query, left, memory: false);

    /// <summary>Time = serial + compute / compute share + memory / memory share.</summary>
    internal double Roofline(CapacityQuery query, bool[] left) => Roof(query, left, memory: true);

    private double Roof(CapacityQuery query, bool[] left, bool memory)
    {
        // A grid: parts of the time on the whole GPU; near ties go to the parts the curves have in the middle.
        (double Serial, double Memory) usual = PriorOf(left, query.Training).Parts(memory);
        (double Serial, double Memory) best = usual;
        double least = double.PositiveInfinity;
        foreach ((double Serial, double Memory) parts in Grid(memory))
        {
            double[] differences = [.. query.LogShares.Select((share, place) => query.LogRates[place] - Log(parts, share))];
            double scale = differences.Average();
            double away = (parts.Serial - usual.Serial) * (parts.Serial - usual.Serial) + (parts.Memory - usual.Memory) * (parts.Memory - usual.Memory);
            double misfit = differences.Sum(difference => (difference - scale) * (difference - scale)) + 0.002 * away;
            if (misfit < least)
            {
                (least, best) = (misfit, parts);
            }
        }

        return Log(best, query.Target) + query.LogShares.Select((share, place) => query.LogRates[place] - Log(best, share)).Average();
    }

    private static IEnumerable<(double Serial, double Memory)> Grid(bool memory) =>
        from serial in Enumerable.Range(0, 26)
        from bandwidth in Enumerable.Range(0, memory ? 26 - serial : 1)
        select (serial * 0.04, bandwidth * 0.04);

    private static double Log((double Serial, double Memory) parts, double logShare)
    {
        double share = Math.Exp(logShare);
        return -Math.Log(parts.Serial + (Full - parts.Serial - parts.Memory) / share + parts.Memory / TableCleaning.MemoryShare((int)Math.Round(share * 7)));
    }

    private Prior PriorOf(bool[] left, bool training)
    {
        if (!_priors.TryGetValue((left, training), out Prior? prior))
        {
            prior = new Prior([.. curves.Where((curve, place) => !left[place] && (curve.Kind == CurveKind.Training) == training)]);
            _priors.Add((left, training), prior);
        }

        return prior;
    }

    private sealed class Prior(SpeedCurve[] curves)
    {
        private readonly Dictionary<double, double> _mean = [];
        private readonly Dictionary<bool, (double, double)> _parts = [];

        internal SpeedCurve[] Curves => curves;

        internal double Exponent { get; } = curves.Average(curve => (curve.LogFull - Math.Log(curve.Rates[0])) / Math.Log(7.0 / curve.Smallest));

        internal double Mean(double logShare)
        {
            if (!_mean.TryGetValue(logShare, out double mean))
            {
                mean = curves.Select(curve => curve.LogRate(logShare) - curve.LogFull).Where(log => !double.IsNaN(log)).Average();
                _mean.Add(logShare, mean);
            }

            return mean;
        }

        internal (double Serial, double Memory) Parts(bool memory)
        {
            if (!_parts.TryGetValue(memory, out (double, double) parts))
            {
                (double Serial, double Memory)[] best = [.. curves.Select(curve => Grid(memory).MinBy(one => Misfit(curve, one)))];
                parts = (best.Average(one => one.Serial), best.Average(one => one.Memory));
                _parts.Add(memory, parts);
            }

            return parts;
        }

        private static double Misfit(SpeedCurve curve, (double Serial, double Memory) parts) => curve.Slices.Select((slices, place) =>
        {
            double difference = Math.Log(curve.Rates[place]) - curve.LogFull - Log(parts, Math.Log(slices / 7.0));
            return difference * difference;
        }).Sum();
    }
}
