using MathNet.Numerics;
using NodaTime;
using Optimizer.Forecasting.Baselines;
using Optimizer.Forecasting.Grid;
using Optimizer.Forecasting.Seasons;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ssa;

/// <summary>Singular spectrum analysis used alone: continues the newest window, refits now and then, bounds are normal.</summary>
/// <remarks>Peaks are the highest point of the path plus how far past windows stood above their signal. For calibrated bounds see the ensemble, in which this is a member.</remarks>
internal sealed class SsaForecaster : HistoryForecaster
{
    /// <summary>Stable name.</summary>
    public const string MethodName = "ssa";

    private const int LeastKnown = 24;
    private const int LeastWindow = 8;
    private const int MostDefaultTrain = 4032;

    private readonly SsaOptions _settings;
    private SsaFit? _fit;
    private long _fittedAt;

    /// <exception cref="ArgumentException">A setting is illegal; all of them are named.</exception>
    public SsaForecaster(SeriesOptions options, SsaOptions? settings = null)
        : base(options, MethodName, Train(options, settings ?? new SsaOptions()))
    {
        _settings = settings ?? new SsaOptions();
        if (_settings.Errors() is { Count: > 0 } errors)
        {
            throw new ArgumentException($"The settings of {MethodName} are illegal: {string.Join(' ', errors)}", nameof(settings));
        }
    }

    /// <summary>The fit in use; null before there is enough to fit.</summary>
    internal SsaFit? Fit => _fit;

    protected override void Observed(long index, double value)
    {
        if (History.Known < LeastKnown)
        {
            return;
        }

        bool once = !_settings.IsAdaptive && (_fit is not null || History.Count < History.Capacity);
        bool outgrown = _fit is null || (_settings.WindowSize is null && _fit.Model.Window < LongestWindow && History.Count / 3 >= _fit.Model.Window * 5 / 4);
        if (!once && (outgrown || index - _fittedAt >= (_settings.RefitEvery ?? Math.Max(1, _fit!.Model.Window / 8))))
        {
            Refit(index);
        }
    }

    protected override void Predict(Span<ForecastStep> steps)
    {
        double[] points = new double[steps.Length], deviations = new double[steps.Length];
        if (_fit is null)
        {
            double[] known = Known();
            double mean = known.Average();
            Array.Fill(points, mean);
            Array.Fill(deviations, known.Length < 2 ? mean : Math.Sqrt(known.Sum(value => (value - mean) * (value - mean)) / (known.Length - 1)));
        }
        else
        {
            Continue(_fit, points);
            _fit.Deviations(deviations);
        }

        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = Gaussian(points[i], deviations[i]);
        }
    }

    protected override Quantiles PredictPeak(int bins)
    {
        if (_fit is null || bins > History.Count)
        {
            return PeakSample.OfMaxima(History.Last(History.Capacity), bins, Options.Cap);
        }

        double[] points = new double[Math.Min(bins, ForecastLimits.MostSteps)];
        Continue(_fit, points);
        Duration window = Options.Bin * bins;
        Quantiles excess = _fit.Excess[ForecastLimits.PeakWindows.IndexOf(window)];
        double highest = points.Max(), stretch = _fit.Stretch;
        return QuantileGuard.Order(
            highest + excess.Q50, highest + (stretch * excess.Q90), highest + (stretch * excess.Q95), highest + (stretch * excess.Q99), Options.Cap);
    }

    protected override void SaveMore(BinaryWriter writer)
    {
        writer.Write(_fittedAt);
        writer.Write(_fit is not null);
        if (_fit is null)
        {
            return;
        }

        _fit.Model.Save(writer);
        writer.Write(_fit.Rank);
        foreach (double value in (double[])[_fit.Persistence, _fit.Noise, _fit.Innovation, _fit.Stretch])
        {
            writer.Write(value);
        }

        foreach (Quantiles excess in _fit.Excess)
        {
            for (int i = 0; i < Quantiles.Probabilities.Length; i++)
            {
                writer.Write(excess[i]);
            }
        }
    }

    protected override void LoadMore(BinaryReader reader)
    {
        _fittedAt = reader.ReadInt64();
        _fit = null;
        if (!reader.ReadBoolean())
        {
            return;
        }

        SsaModel model = SsaModel.Load(reader);
        int rank = reader.ReadInt32();
        double persistence = reader.ReadDouble(), noise = reader.ReadDouble(), innovation = reader.ReadDouble(), stretch = reader.ReadDouble();
        Quantiles[] excess = [.. ForecastLimits.PeakWindows.Select(_ => new Quantiles(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()))];
        if (rank < 1 || rank > model.Rank || persistence is not (>= 0 and <= 1) || !(noise >= 0) || !(innovation >= 0) || !(stretch >= 1))
        {
            throw new InvalidDataException($"The saved fit says rank {rank} of {model.Rank}, persistence {persistence}, deviations {noise} and {innovation}, stretch {stretch}.");
        }

        _fit = new SsaFit(model, rank, persistence, noise, innovation, stretch, ValueArray.Create<Quantiles>(excess));
    }

    private static int Train(SeriesOptions options, SsaOptions settings) =>
        Math.Clamp(settings.TrainSize ?? Math.Min(MostDefaultTrain, 7 * 86_400 / options.BinSeconds), Math.Max(64, 2 * (settings.WindowSize ?? 0)), 100_000);

    private int LongestWindow => Math.Clamp(Day, 48, 288);

    private double[] Known() => [.. History.Last(History.Capacity).Where(static value => !double.IsNaN(value))];

    private void Continue(SsaFit fit, Span<double> destination)
    {
        double[] recent = new double[fit.Model.Window];
        History.CopyLast(recent);
        fit.Model.Forecast(recent, fit.Rank, destination, _settings.ShouldStabilize ? _settings.MaxGrowth : double.PositiveInfinity, fit.Persistence);
    }

    private void Refit(long index)
    {
        double[] series = History.Last(History.Capacity);
        int window = WindowFor(series);
        if (window < 2 || series.Length < 2 * window)
        {
            return;
        }

        try
        {
            _fit = SsaFit.Of(series, window, Options.BinSeconds, _settings, _fit?.Model.Window == window ? _fit : null);
            _fittedAt = index;
        }
        catch (NonConvergenceException)
        {
            // The decomposition gave up: the fit before, if any, still continues the newest window.
            _fittedAt = index;
        }
    }

    private int WindowFor(double[] series)
    {
        if (_settings.WindowSize is { } given)
        {
            return given;
        }

        int season = SeasonDetector.Detect(series, Options.BinSeconds) is [int found, ..] ? found : Day;
        int window = Math.Max(LeastWindow, Math.Min(Math.Clamp(season, 48, 288), series.Length / 3));

        // A window much like the one in use is not worth a fit from nothing.
        int now = _fit?.Model.Window ?? 0;
        return now * 2 <= series.Length && window <= now * 5 / 4 && window >= now * 4 / 5 ? now : window;
    }
}
