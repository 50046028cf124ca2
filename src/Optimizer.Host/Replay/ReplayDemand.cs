using System.Collections.Immutable;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Control.Ports;
using Optimizer.Forecasting;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Simulation.Auditing;

namespace Optimizer.Host.Replay;

/// <summary>What the front doors of the services have seen, folded into bins and forecast as in the daemon; never what is still to come.</summary>
internal sealed class ReplayDemand : IForecastSource
{
    // The shortest window of peaks is 15 minutes, so a bin must divide it; below a minute the daemon does not go either.
    private static readonly int[] Bins = [300, 180, 100, 60];

    /// <summary>A millionth of a request a second is nothing to anybody.</summary>
    private const int Digits = 6;

    private readonly DemandForecaster _forecaster;
    private readonly ReplayTimings _timings;
    private readonly Dictionary<string, double> _arrived = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _now = new(StringComparer.Ordinal);
    private Instant _read;
    private DemandForecast? _latest;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="method">How to forecast.</param>
    /// <param name="windowSeconds">Resolution of the demand: finer bins would only repeat it.</param>
    /// <param name="zone">Zone of daily and weekly profiles.</param>
    /// <param name="start">When it begins.</param>
    /// <param name="timings">Measures.</param>
    public ReplayDemand(ForecastMethod method, int windowSeconds, DateTimeZone zone, Instant start, ReplayTimings timings)
    {
        BinSeconds = BinOf(windowSeconds);
        _timings = timings;
        _read = start;
        _forecaster = new DemandForecaster(
            new DemandForecasterOptions
            {
                Method = method,
                BinSeconds = BinSeconds,
                PublishStep = Duration.FromSeconds(Math.Max(600 / BinSeconds, 1) * BinSeconds),
                Zone = zone,
                SpreadsWork = false,
            },
            null,
            TimeProvider.System);
    }

    /// <summary>Length of the forecaster's bins.</summary>
    public int BinSeconds { get; }

    /// <summary>The longest bin that divides both the window of demand and the shortest window of peaks; a minute where none does.</summary>
    public static int BinOf(int windowSeconds) => Array.Find(Bins, bin => windowSeconds % bin == 0) is > 0 and int bin ? bin : 60;

    /// <summary>Takes in what arrived since the last reading, and forecasts anew when a bin is complete.</summary>
    public void Read(ImmutableArray<ServiceAudit> services, Instant now)
    {
        long mark = _timings.Mark();
        double seconds = (now - _read).TotalSeconds;
        if (seconds > 0)
        {
            // Dated to the middle of what it covers: at the end of a bin it belongs to that bin.
            Instant middle = _read + (Duration.FromSeconds(seconds) / 2);
            List<DemandSample> samples = [];
            foreach (ServiceAudit service in services)
            {
                // Sums of days differ in their last digits; a demand that stays the same must read the same, or every minute would be planned anew.
                double rate = Math.Round(Math.Max(0, service.Arrived - _arrived.GetValueOrDefault(service.Name)) / seconds, Digits);
                _now[service.Name] = rate;
                _arrived[service.Name] = service.Arrived;
                samples.Add(new DemandSample(new SeriesKey(SeriesScope.Workload, service.Name, DemandSignal.RequestRate), middle, rate, Saturated: false, Cap: null));
            }

            _forecaster.Observe(samples, now);
            _read = now;
        }

        DemandForecast published = _forecaster.Publish(now);

        // A daemon with bins of a minute sees demand a minute late at most; longer bins here only make forecasting cheaper, they must not make it blind.
        _latest = published with { Series = published.Series.Select(series => _now.TryGetValue(series.Key.Name, out double rate) ? series with { Observed = rate, SeenAt = now } : series).ToValueArray() };
        _timings.Add("forecast", mark);
    }

    /// <inheritdoc/>
    public Task<DemandForecast?> ForecastAsync(NodeSnapshot seen, Instant now, CancellationToken cancellationToken) => Task.FromResult(_latest);
}
