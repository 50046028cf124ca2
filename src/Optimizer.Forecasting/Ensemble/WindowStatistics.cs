using System.Buffers;
using System.Collections.Immutable;
using Optimizer.Forecasting.Grid;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>Median and mean of the last half hour, hour, three and six hours, and day. Medians matter: a GPU with duty cycles reads 0 most of the time.</summary>
internal sealed class WindowStatistics
{
    private static readonly ImmutableArray<int> Seconds = [1800, 3600, 10800, 21600, 86400];

    // A median of a day of minutes is a sort of 1440 numbers; the windows that long move little from bin to bin.
    private const int LongWindow = 300, LongWindowStride = 8;

    private const int LeastToTrim = 12;

    private readonly double[] _medians;
    private readonly double[] _means;

    /// <param name="binSeconds">Length of a bin.</param>
    public WindowStatistics(int binSeconds)
    {
        Lengths = [.. Seconds.Select(seconds => Math.Max(2, seconds / binSeconds)).Where(static length => length <= 2000).Distinct()];
        _medians = new double[Lengths.Length];
        _means = new double[Lengths.Length];
        Array.Fill(_medians, double.NaN);
        Array.Fill(_means, double.NaN);
    }

    /// <summary>Windows, bins, ascending.</summary>
    public ImmutableArray<int> Lengths { get; }

    /// <summary>Median of a window; NaN when unknown.</summary>
    public double Median(int window) => _medians[window];

    /// <summary>Mean of a window; NaN when unknown.</summary>
    public double Mean(int window) => _means[window];

    /// <summary>Computes them for the newest bin.</summary>
    public void Update(SeriesHistory history)
    {
        for (int w = 0; w < Lengths.Length; w++)
        {
            int length = Lengths[w];
            if (length < LongWindow || double.IsNaN(_medians[w]) || history.LastIndex % LongWindowStride == 0)
            {
                Update(history, w, length);
            }
        }
    }

    /// <summary>Writes the state: the long windows depend on when they were last computed.</summary>
    public void Save(BinaryWriter writer)
    {
        Numbers.Write(writer, _medians);
        Numbers.Write(writer, _means);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        Numbers.Read(reader, _medians);
        Numbers.Read(reader, _means);
    }

    private void Update(SeriesHistory history, int w, int length)
    {
        double[] sorted = ArrayPool<double>.Shared.Rent(length);
        int known = 0;
        double sum = 0;
        for (long i = history.LastIndex - length + 1; i <= history.LastIndex; i++)
        {
            double value = history.Value(i);
            if (!double.IsNaN(value))
            {
                sorted[known++] = value;
                sum += value;
            }
        }

        // A window the series does not half fill says the same as a shorter one.
        (_medians[w], _means[w]) = known == 0 || (w > 0 && history.Count < length / 2) ? (double.NaN, double.NaN) : Of(sorted.AsSpan(0, known), sum);
        ArrayPool<double>.Shared.Return(sorted);
    }

    private static (double Median, double Mean) Of(Span<double> values, double sum)
    {
        values.Sort();
        int half = values.Length / 2;
        double median = values.Length % 2 == 1 ? values[half] : (values[half] + values[half - 1]) / 2;
        // Without the highest and the lowest where one of them is not much of the window: a single spike is not the level.
        return (median, values.Length < LeastToTrim ? sum / values.Length : (sum - values[0] - values[^1]) / (values.Length - 2));
    }
}
