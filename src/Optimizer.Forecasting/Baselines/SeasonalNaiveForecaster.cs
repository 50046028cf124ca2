using Optimizer.Forecasting.Grid;
using Optimizer.Forecasting.Seasons;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Baselines;

/// <summary>The value one season ago, with normal errors of the spread of season differences: the control every other method is measured against.</summary>
/// <remarks>After Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2 and 5.5. A season that is not given is detected, anew each day.</remarks>
internal sealed class SeasonalNaiveForecaster : HistoryForecaster
{
    /// <summary>Stable name.</summary>
    public const string MethodName = "seasonal-naive";

    // Eight and a half days of minutes or 42 days of 5 min, at most 96 KB: enough to find a week and to judge its spread.
    private const int Capacity = 12_288;

    private readonly int? _given;
    private int _detected;
    private long _detectAt = long.MinValue;

    public SeasonalNaiveForecaster(SeriesOptions options, int? season = null)
        : base(options, MethodName, Capacity)
    {
        _given = season;
        _detected = Day;
    }

    private int Season => Math.Clamp(_given ?? _detected, 1, Math.Max(1, History.Count - 1));

    protected override void Observed(long index, double value)
    {
        if (_given is null && (index >= _detectAt || History.Count == DailyRepeats))
        {
            _detected = SeasonDetector.Detect(History.Last(Capacity), Options.BinSeconds) is [int best, ..] ? best : FallbackSeason;
            _detectAt = index + Math.Max(1, Day / 4);
        }
    }

    protected override void Predict(Span<ForecastStep> steps)
    {
        int season = Season;
        double squares = 0;
        long pairs = 0;
        double last = double.NaN;
        for (long index = History.FirstIndex; index <= History.LastIndex; index++)
        {
            double value = History.Value(index), difference = value - History.Value(index - season);
            last = double.IsNaN(value) ? last : value;
            if (!double.IsNaN(difference))
            {
                squares += difference * difference;
                pairs++;
            }
        }

        double deviation = pairs == 0 ? last : Math.Sqrt(squares / pairs);
        for (int i = 0; i < steps.Length; i++)
        {
            int seasons = (i / season) + 1;
            steps[i] = Gaussian(SeasonAgo(History.LastIndex + 1 + i, season, seasons, last), deviation * Math.Sqrt(seasons));
        }
    }

    protected override Quantiles PredictPeak(int bins)
    {
        int season = Season;
        double[] values = History.Last(Capacity);
        double[] maxima = WindowMaxima.Of(values, bins);

        // The window that begins now, as many whole seasons back as it takes to lie in the past.
        int back = ((bins + season - 1) / season) * season;
        List<double> differences = [];
        for (int i = back; i < maxima.Length; i++)
        {
            double difference = maxima[i] - maxima[i - back];
            if (!double.IsNaN(difference))
            {
                differences.Add(difference);
            }
        }

        int begin = values.Length - back;
        double level = begin >= 0 && begin < maxima.Length ? maxima[begin] : double.NaN;
        if (double.IsNaN(level) || differences.Count == 0)
        {
            return PeakSample.Highest(values, Options.Cap);
        }

        differences.Sort();
        return QuantileGuard.Empirical(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(differences), level, 1, Options.Cap);
    }

    protected override void SaveMore(BinaryWriter writer)
    {
        writer.Write(_given ?? 0);
        writer.Write(_detected);
        writer.Write(_detectAt);
    }

    protected override void LoadMore(BinaryReader reader)
    {
        int given = reader.ReadInt32();
        if (given != (_given ?? 0))
        {
            throw new InvalidDataException($"A season of {_given ?? 0} bins was expected (0: detected); the state has {given}.");
        }

        _detected = reader.ReadInt32();
        _detectAt = reader.ReadInt64();
        if (_detected < 1)
        {
            throw new InvalidDataException($"A saved season of {_detected} bins is not a season.");
        }
    }

    private int DailyRepeats => 2 * Day;

    private int FallbackSeason => History.Count >= DailyRepeats ? Day : 1;

    private double SeasonAgo(long index, int season, int seasons, double last)
    {
        for (long back = index - ((long)season * seasons); back >= History.FirstIndex; back -= season)
        {
            if (!double.IsNaN(History.Value(back)))
            {
                return History.Value(back);
            }
        }

        return last;
    }
}
