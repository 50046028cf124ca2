using System.Collections.Frozen;
using Optimizer.Exporter.Catalogue;
using Optimizer.Model.Collections;

namespace Optimizer.Exporter.Exposition;

/// <summary>Which families the operator switched off.</summary>
internal sealed class FamilyFilter
{
    private readonly FrozenSet<MetricFamily> _keep;
    private readonly FrozenSet<MetricFamily> _drop;

    /// <summary>Reads the lists.</summary>
    /// <exception cref="ArgumentException">A name is not in the catalogue: a filter with a typing error would silently do nothing.</exception>
    public FamilyFilter(ExporterOptions options)
    {
        _keep = Resolve(options.KeepFamilies);
        _drop = Resolve(options.DropFamilies);
    }

    /// <summary>True when the family is not to be exported.</summary>
    public bool IsFiltered(MetricFamily family) => _drop.Contains(family) || (_keep.Count > 0 && !_keep.Contains(family));

    private static FrozenSet<MetricFamily> Resolve(ValueArray<string> families) => families
        .Select(name => MetricCatalogue.Find(name)
            ?? throw new ArgumentException($"There is no metric family \"{name}\"; METRICS.md lists them all.", nameof(families)))
        .ToFrozenSet();
}
