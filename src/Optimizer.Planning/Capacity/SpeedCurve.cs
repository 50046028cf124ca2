namespace Optimizer.Planning.Capacity;

/// <summary>One measured workload over the profiles of an A100, in logarithms.</summary>
internal sealed class SpeedCurve
{
    /// <summary>How far below its smallest measured share a curve is extended. The smallest profile of an H100 is 16 of 132, an A100's 14 of 98.</summary>
    private const double Reach = 0.8;

    private readonly double[] _logShare;
    private readonly double[] _logRate;
    private readonly double[] _activity;

    internal SpeedCurve(string model, CurveKind kind, int batch, IEnumerable<(int Slices, double Rate, double Activity)> points)
    {
        (int Slices, double Rate, double Activity)[] ordered = [.. points.OrderBy(point => point.Slices)];
        (Model, Kind, Batch) = (model, kind, batch);
        Slices = [.. ordered.Select(point => point.Slices)];
        Rates = [.. ordered.Select(point => point.Rate)];
        _logShare = [.. Slices.Select(static slices => Math.Log(slices / 7.0))];
        _logRate = [.. Rates.Select(static rate => Math.Log(rate))];
        _activity = [.. ordered.Select(point => point.Activity)];
    }

    /// <summary>Model that was run; the unit of leave-one-out.</summary>
    internal string Model { get; }

    internal CurveKind Kind { get; }

    /// <summary>Batch size; 0 for the best over all.</summary>
    internal int Batch { get; }

    /// <summary>Compute slices measured, ascending; profiles where it ran out of memory are absent.</summary>
    internal int[] Slices { get; }

    /// <summary>Rates at <see cref="Slices"/>.</summary>
    internal double[] Rates { get; }

    /// <summary>Share of the profile's best rate it reached, by <see cref="Slices"/>: what stands for SM activity; NaN where the table has nothing to tell.</summary>
    internal ReadOnlySpan<double> Activity => _activity;

    /// <summary>Compute slices of the smallest profile it ran on, a trace of its memory need.</summary>
    internal int Smallest => Slices[0];

    /// <summary>Logarithm of its rate on the whole GPU.</summary>
    internal double LogFull => _logRate[^1];

    /// <summary>Logarithm of its rate at a compute share; NaN below its reach.</summary>
    internal double LogRate(double logShare)
    {
        if (logShare < _logShare[0])
        {
            // In proportion, as every measured curve is near its low end.
            return logShare >= _logShare[0] + Math.Log(Reach) ? _logRate[0] + logShare - _logShare[0] : double.NaN;
        }

        return Between(_logRate, logShare);
    }

    /// <summary>Activity at a compute share; NaN where unknown.</summary>
    internal double ActivityAt(double logShare) => Between(_activity, Math.Max(logShare, _logShare[0]));

    private double Between(double[] values, double logShare)
    {
        int right = 0;
        while (right < _logShare.Length - 1 && _logShare[right] < logShare - 1e-9)
        {
            right++;
        }

        if (right == 0 || Math.Abs(_logShare[right] - logShare) < 1e-9)
        {
            return values[right];
        }

        double part = Math.Min(1, (logShare - _logShare[right - 1]) / (_logShare[right] - _logShare[right - 1]));
        return values[right - 1] + part * (values[right] - values[right - 1]);
    }
}
