using Optimizer.Exporter.Catalogue;
using Prometheus;

namespace Optimizer.Exporter.Exposition;

/// <summary>All series of one registry, family by family. Not thread-safe: the exporter's gate is around it.</summary>
internal sealed class SeriesTable : ISeriesWriter
{
    private readonly Dictionary<MetricFamily, FamilySeries> _families = [];
    private long _expositions;

    public SeriesTable(CollectorRegistry registry, IEnumerable<MetricFamily> families, Func<MetricFamily, int> cap, Func<MetricFamily, bool> filtered)
    {
        MetricFactory factory = Metrics.WithCustomRegistry(registry);

        // Or the trace id of whoever happens to scrape would be attached to every counter.
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        foreach (MetricFamily family in families)
        {
            _families.Add(family, new FamilySeries(family, factory, cap(family), filtered(family)));
        }
    }

    /// <summary>Starts an exposition: until <see cref="End"/>, what is written is kept and the rest will go.</summary>
    /// <param name="counting">Count what is dropped; false when the same snapshot is written again.</param>
    public void Begin(bool counting)
    {
        _expositions++;
        foreach (FamilySeries family in _families.Values)
        {
            family.Begin(_expositions, counting);
        }
    }

    /// <summary>Ends the exposition and removes every series that was not written in it.</summary>
    public void End()
    {
        foreach (FamilySeries family in _families.Values)
        {
            family.End();
        }
    }

    /// <inheritdoc/>
    public void Write(MetricFamily family, double value, params ReadOnlySpan<string> labels) => _families[family].Write(value, labels);

    /// <inheritdoc/>
    public void Observe(MetricFamily family, double value, params ReadOnlySpan<string> labels) => _families[family].Observe(value, labels);

    /// <inheritdoc/>
    public void Keep(MetricFamily family, params ReadOnlySpan<string> labels) => _families[family].Keep(labels);

    /// <inheritdoc/>
    public void Open(MetricFamily family, params ReadOnlySpan<string> labels) => _families[family].Open(labels);

    /// <inheritdoc/>
    public DropCounts Dropped(MetricFamily family) => _families[family].Dropped;
}
