using Optimizer.Exporter.Catalogue;
using Prometheus;

namespace Optimizer.Exporter.Exposition;

/// <summary>The series of one family on the page. Not thread-safe: the exporter's gate is around it.</summary>
/// <remarks>
/// The prometheus-net collector is made with the first series, not at start: a registry cannot forget a collector, and one without
/// series would print HELP and TYPE for something this node does not have. Once its last series is gone those two lines do stay; they carry no value.
/// </remarks>
internal sealed class FamilySeries(MetricFamily family, IMetricFactory factory, int cap, bool filtered)
{
    // A ratio computed in floating point may pass 1 by rounding; anything above that is a wrong reading.
    private const double RoundingAboveOne = 1e-6;

    private readonly Dictionary<string[], Series> _series = new(LabelValuesComparer.Instance);
    private readonly List<Series> _vanished = [];
    private readonly List<(Series Series, double Value)> _observed = [];
    private readonly bool _isRatio = family.Unit == MetricUnit.Ratio && !family.MayExceedOne;
    private readonly bool _mayBeNegative = family.Unit == MetricUnit.Celsius || family.MayBeNegative;
    private Collector? _collector;
    private long _exposition;
    private int _written;
    private bool _counting;
    private long _invalid;
    private long _limit;
    private long _filter;

    /// <summary>What was dropped so far.</summary>
    public DropCounts Dropped => new(_invalid, _limit, _filter);

    /// <summary>Starts an exposition.</summary>
    /// <param name="exposition">Its number, growing.</param>
    /// <param name="counting">Count what is dropped; false when the same snapshot is written again.</param>
    public void Begin(long exposition, bool counting)
    {
        _exposition = exposition;
        _counting = counting;
        _written = 0;
        _observed.Clear();
    }

    /// <summary>Adds the observations made since <see cref="Begin"/> and removes the series that were not written.</summary>
    public void End()
    {
        // Only here: an exposition that is given up is written again, and a histogram cannot take an observation back.
        foreach ((Series series, double value) in _observed)
        {
            series.Histogram!.Observe(value);
        }

        _observed.Clear();
        if (_written == _series.Count)
        {
            return;
        }

        foreach (Series series in _series.Values)
        {
            if (series.WrittenIn != _exposition)
            {
                _vanished.Add(series);
            }
        }

        foreach (Series series in _vanished)
        {
            series.Remove();
            _series.Remove(series.Labels);
        }

        _vanished.Clear();
    }

    /// <summary>Sets a gauge or counter series.</summary>
    public void Write(double value, ReadOnlySpan<string> labels)
    {
        if (!IsPossible(value))
        {
            _invalid += _counting ? 1 : 0;
            return;
        }

        if (Take(labels) is not { } series)
        {
            return;
        }

        if (family.Kind == MetricKind.Counter)
        {
            SetCounter(series, value);
        }
        else
        {
            series.Gauge ??= Collector<Gauge>().WithLabels(series.Labels);
            series.Gauge.Set(_isRatio ? Math.Min(value, 1) : value);
        }
    }

    /// <summary>Adds an observation to a histogram series; several in one exposition are the rule here.</summary>
    public void Observe(double value, ReadOnlySpan<string> labels)
    {
        if (!IsPossible(value))
        {
            _invalid += _counting ? 1 : 0;
            return;
        }

        Series? series = Find(labels) is { } known && known.WrittenIn == _exposition ? known : Take(labels);
        if (series is not null)
        {
            series.Histogram ??= Collector<Histogram>().WithLabels(series.Labels);
            _observed.Add((series, value));
        }
    }

    /// <summary>Keeps a series that exists.</summary>
    public void Keep(ReadOnlySpan<string> labels)
    {
        if (Find(labels) is { } series && series.WrittenIn != _exposition)
        {
            Mark(series);
        }
    }

    /// <summary>Puts a histogram series on the page, with all buckets at 0 when it is new.</summary>
    public void Open(ReadOnlySpan<string> labels)
    {
        if (Take(labels) is { Histogram: null } series)
        {
            series.Histogram = Collector<Histogram>().WithLabels(series.Labels);
            series.Histogram.Publish();
        }
    }

    private bool IsPossible(double value) =>
        double.IsFinite(value) && (value >= 0 || _mayBeNegative) && (!_isRatio || value <= 1 + RoundingAboveOne);

    private Series? Find(ReadOnlySpan<string> labels) =>
        _series.GetAlternateLookup<ReadOnlySpan<string>>().TryGetValue(labels, out Series? series) ? series : null;

    /// <summary>The series to write to, or null (counted) when it may not be written.</summary>
    private Series? Take(ReadOnlySpan<string> labels)
    {
        if (filtered)
        {
            _filter += _counting ? 1 : 0;
            return null;
        }

        Series? series = Find(labels);
        if (series?.WrittenIn == _exposition)
        {
            // A page with two values for one series is refused as a whole by Prometheus, so the first one stands.
            _invalid += _counting ? 1 : 0;
            return null;
        }

        if (_written >= cap)
        {
            _limit += _counting ? 1 : 0;
            return null;
        }

        if (series is null)
        {
            series = new Series(labels.ToArray());
            _series.Add(series.Labels, series);
        }

        Mark(series);
        return series;
    }

    private void Mark(Series series)
    {
        series.WrittenIn = _exposition;
        _written++;
    }

    private void SetCounter(Series series, double value)
    {
        // prometheus-net's counters only grow. One that fell is a new counter under an old name (an instance created again
        // under the same id and profile): shown as it is, because rate() takes a fall for the reset it is.
        if (series.Counter is { } counter && value < counter.Value)
        {
            counter.Remove();
            series.Counter = null;
        }

        series.Counter ??= Collector<Counter>().WithLabels(series.Labels);
        series.Counter.IncTo(value);
    }

    private TCollector Collector<TCollector>()
        where TCollector : Collector => (TCollector)(_collector ??= CreateCollector());

    private Collector CreateCollector()
    {
        string[] labels = [.. family.Labels.Select(static label => label.Name)];

        // A family without labels would otherwise come back as 0 at the scrape after its series was removed.
        const bool suppress = true;
        return family.Kind switch
        {
            MetricKind.Gauge => factory.CreateGauge(family.FullName, family.Help, labels, new GaugeConfiguration { SuppressInitialValue = suppress }),
            MetricKind.Counter => factory.CreateCounter(family.FullName, family.Help, labels, new CounterConfiguration { SuppressInitialValue = suppress }),
            MetricKind.Histogram => factory.CreateHistogram(
                family.FullName, family.Help, labels, new HistogramConfiguration { Buckets = [.. family.Buckets], SuppressInitialValue = suppress }),
            _ => throw new InvalidOperationException($"Family {family.FullName} has no known kind."),
        };
    }
}
