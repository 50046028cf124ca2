namespace Optimizer.Forecasting.Ssa;

/// <summary>A fitted singular spectrum: what windows of a series have in common, and how it goes on. Not thread-safe.</summary>
/// <remarks>
/// After Golyandina, Nekrutkin and Zhigljavsky, Analysis of Time Series Structure: SSA and Related Techniques (2001). One fit serves all ranks up to
/// <see cref="Rank"/>. It stays valid while the series goes on: between fits a forecast only needs the newest window.
/// Gaps are filled on a line, then <see cref="GapPasses"/> times by least squares on the subspace found so far; nothing is left out or moved.
/// </remarks>
public sealed class SsaModel
{
    /// <summary>Growth of an impulse that is still taken for part of the series. An unstable recurrence passes any bound soon; a season or trend stays below 1.</summary>
    public const double DefaultMaxGrowth = 2;

    private const byte StateVersion = 2;
    private const int GapPasses = 2;

    // A state that asks for more than this is not one of ours: nothing is allocated for it.
    private const int MostSaved = 1_000_000;

    // One value alone is mostly noise; four or so say where the level is.
    private const double ResidualWeight = 0.7;

    private readonly Subspace _subspace;
    private readonly double _scale;
    private readonly double _low;
    private readonly double _high;
    private readonly Recurrence?[] _recurrences;
    private readonly bool[] _known;
    private readonly bool _isNarrow;

    private SsaModel(Subspace subspace, double scale, double low, double high, bool isNarrow)
    {
        _isNarrow = isNarrow;
        (_subspace, _scale, _low, _high) = (subspace, scale, low, high);
        _recurrences = new Recurrence?[subspace.Rank + 1];
        _known = new bool[subspace.Rank + 1];
    }

    /// <summary>Length of the window, bins.</summary>
    public int Window => _subspace.Window;

    /// <summary>Vectors available: the most asked for, or fewer where the series has fewer components.</summary>
    public int Rank => _subspace.Rank;

    /// <summary>The vectors, for measures of fit; in units of the series / <see cref="Scale"/>.</summary>
    internal Subspace Subspace => _subspace;

    /// <summary>What values are divided by, so that their squares are neither infinite nor lost.</summary>
    internal double Scale => _scale;

    /// <summary>Fits a series.</summary>
    /// <param name="series">Bins, oldest first; NaN where missing; finite otherwise; at least twice the window, one of them known.</param>
    /// <param name="window">L, at least 2. A season is found when it is not longer.</param>
    /// <param name="maxRank">Vectors kept, 1 to window - 1.</param>
    /// <param name="warm">An earlier fit of about the same series: the start of the iteration. Null, or of another window, decomposes anew.</param>
    /// <param name="isNarrow">Keep the vectors in single precision, for a state half as large; all arithmetic stays in double.</param>
    /// <exception cref="ArgumentException">The series is too short, or has nothing known or something infinite.</exception>
    public static SsaModel Fit(ReadOnlySpan<double> series, int window, int maxRank, SsaModel? warm, bool isNarrow = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(maxRank, window);
        (double low, double high) = GapFill.Range(series);
        if (series.Length < 2 * window || low > high || !double.IsFinite(low) || !double.IsFinite(high))
        {
            throw new ArgumentException($"A window of {window} needs at least {2 * window} finite or missing values, one of them known; there are {series.Length}, from {low} to {high}.", nameof(series));
        }

        double scale = Math.Max(Math.Abs(low), Math.Abs(high));
        scale = scale > 0 ? scale : 1;
        double[] scaled = new double[series.Length];
        for (int t = 0; t < scaled.Length; t++)
        {
            scaled[t] = series[t] / scale;
        }

        Subspace? start = warm is not null && warm.Window == window ? warm._subspace : null;
        Subspace found = Decompose(scaled, window, maxRank, start);
        return new SsaModel(isNarrow ? found with { Vectors = Array.ConvertAll(found.Vectors, static v => (double)(float)v) } : found, scale, low, high, isNarrow);
    }

    /// <summary>Continues the newest window.</summary>
    /// <param name="recent">The newest bins, oldest first; NaN where missing; at least a window. Only the last window is used.</param>
    /// <param name="rank">Vectors used. Fewer are when the recurrence of so many grows beyond bounds.</param>
    /// <param name="destination">The steps after it; within the range of the fitted series, widened by its span on both sides.</param>
    /// <param name="maxGrowth">Most an impulse may grow to within the steps; infinity switches the guard off.</param>
    /// <param name="persistence">Share of the newest values' distance from the signal that is still there one step later, 0 to 1: a window follows a change of level
    /// slowly, so what it has not followed yet is added and fades. 0 adds nothing.</param>
    /// <returns>Vectors used; 0 when none was acceptable and the mean of the known recent values was given (0 when there are none).</returns>
    public int Forecast(ReadOnlySpan<double> recent, int rank, Span<double> destination, double maxGrowth = DefaultMaxGrowth, double persistence = 0)
    {
        int used = Continue(recent, rank, destination, maxGrowth, out double residual);
        for (int h = 0; persistence > 0 && h < destination.Length; h++)
        {
            residual *= persistence;
            destination[h] = Math.Clamp(destination[h] + residual, -double.MaxValue, double.MaxValue);
        }

        return used;
    }

    /// <summary>The forecast without what persists, and how far the newest values lie from the signal (older ones weighing less; 0 without a signal).</summary>
    internal int Continue(ReadOnlySpan<double> recent, int rank, Span<double> destination, double maxGrowth, out double residual)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        if (recent.Length < Window)
        {
            throw new ArgumentException($"A forecast needs the newest {Window} bins; there are {recent.Length}.", nameof(recent));
        }

        double[] window = new double[Window], state = new double[Window];
        for (int t = 0; t < Window; t++)
        {
            double value = recent[recent.Length - Window + t];
            window[t] = double.IsFinite(value) ? value / _scale : double.NaN;
        }

        // A constant has no span, but its forecast has rounding.
        double span = (_high / _scale) - (_low / _scale) + 1e-9, low = (_low / _scale) - span, high = (_high / _scale) + span;
        for (int r = Math.Min(rank, Rank); r >= 1; r--)
        {
            if (Continuation(r) is { } recurrence && (double.IsPositiveInfinity(maxGrowth) || recurrence.IsBounded(destination.Length, maxGrowth))
                && SsaProjection.TryProject(_subspace, r, window, state))
            {
                recurrence.Run(state.AsSpan(1), destination);
                if (Within(destination, low, high, double.IsPositiveInfinity(maxGrowth)))
                {
                    residual = Residual(window, state) * _scale;
                    Rescale(destination);
                    return r;
                }
            }
        }

        residual = 0;
        double[] known = [.. window.Where(static value => !double.IsNaN(value))];
        destination.Fill(known.Length == 0 ? 0 : Math.Clamp(known.Average(), low, high));
        Rescale(destination);
        return 0;
    }

    /// <summary>The recurrence of the leading vectors; null at verticality.</summary>
    internal Recurrence? Continuation(int rank)
    {
        if (!_known[rank])
        {
            _recurrences[rank] = Recurrence.Of(_subspace, rank);
            _known[rank] = true;
        }

        return _recurrences[rank];
    }

    /// <summary>Writes the model; 8 bytes × (window + 1) × rank.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(StateVersion);
        writer.Write(Window);
        writer.Write(Rank);
        writer.Write(_isNarrow);
        foreach (double value in (double[])[_scale, _low, _high, .. _subspace.Values])
        {
            writer.Write(value);
        }

        foreach (double value in _subspace.Vectors)
        {
            if (_isNarrow)
            {
                writer.Write((float)value);
            }
            else
            {
                writer.Write(value);
            }
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote; forecasts are bit-equal.</summary>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static SsaModel Load(BinaryReader reader)
    {
        byte version = reader.ReadByte();
        int window = reader.ReadInt32(), rank = reader.ReadInt32();
        if (version != StateVersion || window is < 2 or > SsaOptions.MostWindow || rank < 1 || rank >= window || (long)rank * window > MostSaved)
        {
            throw new InvalidDataException($"A singular spectrum of version {StateVersion} was expected; the state says version {version}, window {window}, rank {rank}.");
        }

        bool isNarrow = reader.ReadBoolean();
        double[] head = Read(reader, 3), values = Read(reader, rank), vectors = Read(reader, rank * window, isNarrow);
        return head[0] > 0 && head[1] <= head[2]
            ? new SsaModel(new Subspace(window, vectors, values), head[0], head[1], head[2], isNarrow)
            : throw new InvalidDataException($"The saved range {head[1]} to {head[2]}, scale {head[0]}, is impossible.");
    }

    private static Subspace Decompose(double[] scaled, int window, int maxRank, Subspace? start)
    {
        double[] filled = GapFill.Linear(scaled);
        Subspace subspace = Of(filled, window, maxRank, start);
        for (int pass = 0; pass < GapPasses && GapFill.Missing(scaled) > 0; pass++)
        {
            GapFill.Refine(scaled, filled, subspace);
            subspace = Of(filled, window, maxRank, subspace);
        }

        return subspace;
    }

    private static Subspace Of(double[] filled, int window, int maxRank, Subspace? start)
    {
        double[] covariance = LagCovariance.Of(filled, window);
        return start is null ? Subspace.Cold(covariance, window, maxRank) : Subspace.Warm(covariance, start, maxRank);
    }

    private static double Residual(double[] window, double[] signal)
    {
        double sum = 0, weights = 0, weight = 1;
        for (int t = window.Length - 1; t >= 0 && weight > 1e-3; t--)
        {
            if (!double.IsNaN(window[t]))
            {
                sum += weight * (window[t] - signal[t]);
                weights += weight;
            }

            weight *= ResidualWeight;
        }

        return weights > 0 ? sum / weights : 0;
    }

    private static bool Within(ReadOnlySpan<double> values, double low, double high, bool anything)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value) || (!anything && (value < low || value > high)))
            {
                return false;
            }
        }

        return true;
    }

    private void Rescale(Span<double> values)
    {
        foreach (ref double value in values)
        {
            // A scale near the largest number could push a value within the box beyond it.
            value = Math.Clamp(value * _scale, -double.MaxValue, double.MaxValue);
        }
    }

    private static double[] Read(BinaryReader reader, int count, bool isNarrow = false)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = isNarrow ? reader.ReadSingle() : reader.ReadDouble();
            if (!double.IsFinite(values[i]))
            {
                throw new InvalidDataException("A number of the saved singular spectrum is not finite.");
            }
        }

        return values;
    }
}
