using System.Collections.Immutable;
using Optimizer.Forecasting.Grid;
using Optimizer.Forecasting.Ssa;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>SSA as members: one subspace, refitted seldom and warm, continued from the newest window by several ranks.</summary>
/// <remarks>
/// It works on means over several bins, so that a window of 144 spans a day once there is a week. The decomposition is the only slow part (a few milliseconds), so it
/// comes once in six hours of its own grid; in between only the recurrence runs.
/// </remarks>
internal sealed class SsaMember
{
    /// <summary>Vectors used by each member.</summary>
    public static readonly ImmutableArray<int> Ranks = [3, 5, 8];

    private const int LongestWindow = 144, MostPoints = 1008, RefitEvery = 36, LeastPoints = 60, CoarsestSeconds = 600, PointsBeforeCoarser = 288, CoarserEvery = 12;

    // Before any bin, and far enough from the end of the range that a difference does not overflow.
    private const long Never = long.MinValue / 4;

    private readonly SeriesHistory _history;
    private readonly int _day;
    private readonly int _coarsest;
    private readonly double[][] _paths;
    private SsaModel? _model;
    private long _phase;
    private int _factor = 1;
    private long _fittedAt = Never;
    private long _continuedAt = Never;

    /// <param name="history">The series.</param>
    /// <param name="options">Its bins and phase.</param>
    public SsaMember(SeriesHistory history, SeriesOptions options)
    {
        int binSeconds = options.BinSeconds;
        _history = history;
        _day = 86_400 / binSeconds;
        _phase = (long)(Math.Clamp(options.Phase, 0, 1) * RefitEvery);
        _coarsest = Math.Max(1, CoarsestSeconds / binSeconds);
        _paths = [.. Ranks.Select(static _ => Array.Empty<double>())];
    }

    /// <summary>Index of the bin after which the subspace was last fitted; null before the first fit.</summary>
    public long? FittedAt => _model is null ? null : _fittedAt;

    /// <summary>Brings the members up to the newest bin.</summary>
    public void Update()
    {
        int wanted = Math.Clamp(_history.Count / PointsBeforeCoarser, 1, _coarsest);
        bool isCoarser = wanted > _factor && (wanted == _coarsest || wanted >= 2 * _factor);

        // A fit that failed for gaps is not tried at every bin either; neither is a coarser grid.
        long age = _history.LastIndex - _fittedAt;
        bool isFirst = _fittedAt == Never && _history.Known >= LeastPoints;
        if (isFirst || age >= ((long)RefitEvery * _factor) + _phase || (_fittedAt != Never && isCoarser && age >= (long)CoarserEvery * _factor))
        {
            _phase = 0;
            Fit(isCoarser ? wanted : _factor);
        }

        if (_model is not null && (_history.LastIndex + 1) / _factor != (_continuedAt + 1) / _factor)
        {
            Continue();
        }
    }

    /// <summary>A member's value some bins ahead; NaN when there is none.</summary>
    /// <param name="member">Index into <see cref="Ranks"/>.</param>
    /// <param name="step">1 to a day.</param>
    public double At(int member, int step)
    {
        double[] path = _paths[member];
        if (path.Length == 0)
        {
            return double.NaN;
        }

        // Point j is the mean of the bins [j × factor, (j + 1) × factor) after the last whole point: its middle carries it.
        double position = ((_history.LastIndex + step - _continuedAt - 0.5) / _factor) - 0.5;
        int below = Math.Clamp((int)Math.Floor(position), 0, path.Length - 1), above = Math.Min(below + 1, path.Length - 1);
        double share = Math.Clamp(position - below, 0, 1);
        return Math.Max(0, path[below] + (share * (path[above] - path[below])));
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_factor);
        writer.Write(_fittedAt);
        writer.Write(_continuedAt);
        writer.Write(_phase);
        writer.Write(_model is not null);
        _model?.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; the history is there already.</summary>
    public void Load(BinaryReader reader)
    {
        _factor = reader.ReadInt32();
        _fittedAt = reader.ReadInt64();
        long continued = reader.ReadInt64();
        _phase = reader.ReadInt64();
        _model = reader.ReadBoolean() ? SsaModel.Load(reader) : null;
        if (_factor < 1 || _factor > _coarsest || _model?.Window > LongestWindow)
        {
            throw new InvalidDataException($"SSA on means of {_factor} bins; at most {_coarsest} are averaged.");
        }

        _continuedAt = continued;
        if (_model is not null && continued != Never)
        {
            Continue(continued);
        }
    }

    private void Fit(int factor)
    {
        double[] points = Points(_history.LastIndex, factor, MostPoints);
        int window = Math.Min(LongestWindow, points.Length / 3);
        _fittedAt = _history.LastIndex;
        if (points.Length < LeastPoints || points.Count(static p => !double.IsNaN(p)) < points.Length / 2)
        {
            return;
        }

        SsaModel? warm = factor == _factor && _model?.Window == window ? _model : null;
        _factor = factor;
        try
        {
            _model = SsaModel.Fit(points, window, Math.Min(Ranks[^1], window - 1), warm, isNarrow: true);
        }
        catch (Exception error) when (error is MathNet.Numerics.NonConvergenceException or ArgumentException)
        {
            // One member of many: without a new subspace it has nothing to say until the next attempt.
            _model = null;
            Array.Fill(_paths, []);
        }

        _continuedAt = Never;
    }

    private void Continue() => Continue(((_history.LastIndex + 1) / _factor * _factor) - 1);

    private void Continue(long last)
    {
        _continuedAt = last;
        double[] recent = Points(last, _factor, _model!.Window);
        if (recent.Length < _model.Window || recent.Count(double.IsNaN) > recent.Length / 2)
        {
            Array.Fill(_paths, []);
            return;
        }

        int steps = (_day / _factor) + 2;
        for (int m = 0; m < Ranks.Length; m++)
        {
            _paths[m] = _paths[m].Length == steps ? _paths[m] : new double[steps];
            _model.Forecast(recent, Math.Min(Ranks[m], _model.Rank), _paths[m]);
        }
    }

    /// <summary>Means over whole groups of bins, aligned to the clock, ending at or before an index; oldest first.</summary>
    private double[] Points(long last, int factor, int most)
    {
        long end = (last + 1) / factor, begin = Math.Max(end - most, (_history.FirstIndex + factor - 1) / factor);
        double[] points = new double[Math.Max(0, end - begin)];
        for (long p = begin; p < end; p++)
        {
            double sum = 0;
            int known = 0;
            for (long i = p * factor; i < (p + 1) * factor; i++)
            {
                double value = _history.Value(i);
                sum += double.IsNaN(value) ? 0 : value;
                known += double.IsNaN(value) ? 0 : 1;
            }

            points[p - begin] = known == 0 ? double.NaN : sum / known;
        }

        return points;
    }
}
