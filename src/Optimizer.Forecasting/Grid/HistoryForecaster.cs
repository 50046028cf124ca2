using System.Text;
using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Grid;

/// <summary>What forecasters that need nothing but their recent history share: the grid, refusals, guards, and the frame of a saved state.</summary>
internal abstract class HistoryForecaster : IForecaster
{
    private const byte StateVersion = 1;
    private const int ColdBins = 30;

    private readonly int _capacity;
    private long _refused;

    protected HistoryForecaster(SeriesOptions options, string name, int capacity)
    {
        Options = options;
        Name = name;
        _capacity = capacity;
        History = new SeriesHistory(capacity);
    }

    /// <inheritdoc/>
    public SeriesOptions Options { get; }

    /// <inheritdoc/>
    public ForecastHealth Health => new() { State = State, Leader = Name, GapRatio = GapRatio, Refused = _refused };

    /// <summary>Name of the method, also the mark of its saved states.</summary>
    protected string Name { get; }

    /// <summary>The bins seen.</summary>
    protected SeriesHistory History { get; private set; }

    /// <summary>A day in bins.</summary>
    protected int Day => 86_400 / Options.BinSeconds;

    private ForecastState State => History.Count switch
    {
        _ when History.Known < ColdBins => ForecastState.Cold,
        int count when count < 2 * Day => ForecastState.Warming,
        int count when count < 7 * Day => ForecastState.Daily,
        _ => ForecastState.Weekly,
    };

    private double GapRatio
    {
        get
        {
            double[] day = History.Last(Day);
            return day.Length == 0 ? 0 : day.Count(double.IsNaN) / (double)day.Length;
        }
    }

    /// <inheritdoc/>
    public void Observe(Observation observation)
    {
        long index = BinClock.Index(observation.BinStart, Options.BinSeconds);
        if (History.Count > 0 && index <= History.LastIndex)
        {
            _refused++;
            return;
        }

        double value = observation.Value ?? double.NaN;
        if (observation.Value is not null && (!double.IsFinite(value) || value < 0))
        {
            _refused++;
            value = double.NaN;
        }

        value = double.IsNaN(value) ? value : Math.Min(value, Math.Min(Options.Cap ?? double.MaxValue, SeriesHistory.MostValue));
        History.Append(index, value);
        Observed(index, value);
    }

    /// <inheritdoc/>
    public ForecastPath Forecast(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, ForecastLimits.MostSteps);
        if (History.Count == 0)
        {
            throw new InvalidOperationException("Nothing was observed yet, so there is no time to forecast from. Observe at least one bin, missing or not.");
        }

        ForecastStep[] path = new ForecastStep[steps];
        Dictionary<int, Quantiles> peaks = [];
        (Duration Window, int Bins)[] windows =
        [
            .. ForecastLimits.PeakWindows.Where(window => BinClock.Bins(window, Options.BinSeconds) is not null)
                .Select(window => (window, BinClock.Bins(window, Options.BinSeconds)!.Value)),
        ];
        if (History.Known == 0)
        {
            Array.Fill(path, new ForecastStep(Ignorance.Q50, Ignorance));
        }
        else
        {
            Predict(path);
        }

        return new ForecastPath
        {
            Origin = BinClock.Start(History.LastIndex, Options.BinSeconds),
            Bin = Options.Bin,
            Steps = ValueArray.Create<ForecastStep>(path),
            Peaks = windows.Select(window => new PeakForecast(window.Window, History.Known == 0 ? Ignorance : PredictPeak(window.Bins))).ToValueArray(),
        };
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(StateVersion);
        writer.Write(Options.BinSeconds);
        writer.Write(_refused);
        History.Save(writer);
        SaveMore(writer);
    }

    /// <summary>Restores a forecaster that was made with the same options.</summary>
    /// <exception cref="InvalidDataException">The state is not one of this method and bin.</exception>
    internal HistoryForecaster Restore(BinaryReader reader)
    {
        try
        {
            string name = reader.ReadString();
            byte version = reader.ReadByte();
            int bin = reader.ReadInt32();
            if (name != Name || version != StateVersion || bin != Options.BinSeconds)
            {
                throw new InvalidDataException($"A state of {Name}, version {StateVersion}, bins of {Options.BinSeconds} s was expected; it is of {name}, version {version}, {bin} s.");
            }

            _refused = reader.ReadInt64();
            History = SeriesHistory.Load(reader, _capacity);
            LoadMore(reader);
            return this;
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or OverflowException or DecoderFallbackException)
        {
            throw new InvalidDataException($"The state of {Name} is cut short or damaged: {error.Message}", error);
        }
    }

    /// <summary>Takes note of a bin just appended; NaN when it is missing.</summary>
    protected virtual void Observed(long index, double value)
    {
    }

    /// <summary>Fills the steps after the last bin. At least one value is known.</summary>
    protected abstract void Predict(Span<ForecastStep> steps);

    /// <summary>Quantiles of the highest of the next bins. At least one value is known.</summary>
    protected abstract Quantiles PredictPeak(int bins);

    /// <summary>Writes what the history does not determine.</summary>
    protected virtual void SaveMore(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="SaveMore"/> wrote.</summary>
    protected virtual void LoadMore(BinaryReader reader)
    {
    }

    /// <summary>A step around a mean with normal errors.</summary>
    protected ForecastStep Gaussian(double mean, double deviation) =>
        new(QuantileGuard.Clip(mean, Options.Cap), QuantileGuard.Gaussian(mean, deviation, Options.Cap));

    /// <summary>What is said before anything is known: the prior, else nine tenths of the cap as the 95 % bound.</summary>
    private Quantiles Ignorance => Options.Prior is { } prior
        ? QuantileGuard.Order(prior.Q50, prior.Q90, prior.Q95, prior.Q99, Options.Cap)
        : QuantileGuard.OfCap(Options.Cap ?? 0);
}
