using Prometheus;

namespace Optimizer.Exporter.Exposition;

/// <summary>One series on the page: its prometheus-net child and when it was last written.</summary>
internal sealed class Series(string[] labels)
{
    /// <summary>Values in the order of the family's labels.</summary>
    public string[] Labels { get; } = labels;

    /// <summary>Number of the exposition that wrote it last.</summary>
    public long WrittenIn { get; set; }

    /// <summary>Set for a gauge.</summary>
    public Gauge.Child? Gauge { get; set; }

    /// <summary>Set for a counter.</summary>
    public Counter.Child? Counter { get; set; }

    /// <summary>Set for a histogram.</summary>
    public Histogram.Child? Histogram { get; set; }

    /// <summary>Takes it off the page.</summary>
    public void Remove()
    {
        Gauge?.Remove();
        Counter?.Remove();
        Histogram?.Remove();
    }
}
