using Optimizer.Forecasting.Grid;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Baselines;

/// <summary>Quantiles of past use, older use weighing less: the same answer for every lead and time of day.</summary>
/// <remarks>The shape of the Kubernetes vertical autoscaler's histogram (buckets growing by 5 %) with the half-life Autopilot gives for CPU (12 h; Rzadca et al., EuroSys 2020).</remarks>
internal sealed class HistogramForecaster : HistoryForecaster
{
    /// <summary>Stable name.</summary>
    public const string MethodName = "histogram";

    private const double HalfLifeSeconds = 12 * 3600;
    private const double Growth = 1.05;

    // From a millionth of the unit in steps of 5 %: 1132 buckets reach 10^18, which holds bytes of memory. Bucket 0 is everything below.
    private const int Buckets = 1133;
    private const double Least = 1e-6;

    private readonly double[] _weights = new double[Buckets];
    private readonly double _decay;
    private double _total;
    private double _sum;
    private long _decayedAt;

    public HistogramForecaster(SeriesOptions options)
        : base(options, MethodName, Math.Max(8, 7 * 86_400 / Math.Max(60, options.BinSeconds)))
    {
        _decay = Math.Pow(0.5, options.BinSeconds / HalfLifeSeconds);
    }

    protected override void Observed(long index, double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        if (_total > 0)
        {
            double factor = Math.Pow(_decay, index - _decayedAt);
            for (int i = 0; i < Buckets; i++)
            {
                // Below this a weight can sway nothing and would slow the processor as a denormal number.
                _weights[i] = _weights[i] < 1e-200 ? 0 : _weights[i] * factor;
            }

            _total *= factor;
            _sum *= factor;
        }

        _decayedAt = index;
        _weights[Bucket(value)]++;
        _total++;
        _sum += Math.Min(value, Least * Math.Pow(Growth, Buckets));
    }

    protected override void Predict(Span<ForecastStep> steps)
    {
        Quantiles quantiles = QuantileGuard.Order(Quantile(0.5), Quantile(0.9), Quantile(0.95), Quantile(0.99), Options.Cap);
        steps.Fill(new ForecastStep(QuantileGuard.Clip(_sum / _total, Options.Cap), quantiles));
    }

    protected override Quantiles PredictPeak(int bins) => PeakSample.OfMaxima(History.Last(History.Capacity), bins, Options.Cap);

    protected override void SaveMore(BinaryWriter writer)
    {
        writer.Write(_total);
        writer.Write(_sum);
        writer.Write(_decayedAt);
        foreach (double weight in _weights)
        {
            writer.Write(weight);
        }
    }

    protected override void LoadMore(BinaryReader reader)
    {
        _total = reader.ReadDouble();
        _sum = reader.ReadDouble();
        _decayedAt = reader.ReadInt64();
        for (int i = 0; i < Buckets; i++)
        {
            _weights[i] = reader.ReadDouble();
        }

        if (!double.IsFinite(_total) || !double.IsFinite(_sum) || _weights.Any(static weight => !double.IsFinite(weight) || weight < 0))
        {
            throw new InvalidDataException("A weight of the saved histogram is not a finite number of at least 0.");
        }
    }

    private static int Bucket(double value) =>
        value <= Least ? 0 : (int)Math.Min(Buckets - 1, 1 + Math.Floor(Math.Log(value / Least) / Math.Log(Growth)));

    /// <summary>Between the bounds of the bucket where the share is reached, by the share of the bucket that is needed.</summary>
    private double Quantile(double probability)
    {
        double needed = probability * _weights.Sum();
        for (int i = 0; i < Buckets; i++)
        {
            if (_weights[i] > 0 && _weights[i] >= needed)
            {
                double low = i == 0 ? 0 : Least * Math.Pow(Growth, i - 1);
                return i == 0 ? 0 : low * (1 + ((Growth - 1) * needed / _weights[i]));
            }

            needed -= _weights[i];
        }

        // Rounding left a little over: the highest bucket in use.
        int highest = Array.FindLastIndex(_weights, static weight => weight > 0);
        return highest <= 0 ? 0 : Least * Math.Pow(Growth, highest);
    }
}
