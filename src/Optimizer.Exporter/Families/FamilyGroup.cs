using System.Collections.Immutable;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;

namespace Optimizer.Exporter.Families;

/// <summary>One section of the catalogue: its families, and the mapping from what is known to their series.</summary>
/// <remarks>A group has no state. What it does not write in one call is gone from the page: absent is how "unknown" is said.</remarks>
internal abstract class FamilyGroup(char letter, string title, ImmutableArray<MetricFamily> families)
{
    /// <summary>Section letter; two groups may share one.</summary>
    public char Letter { get; } = letter;

    /// <summary>Section title in the documentation.</summary>
    public string Title { get; } = title;

    /// <summary>Its families, in the order of the documentation.</summary>
    public ImmutableArray<MetricFamily> Families { get; } = families;

    /// <summary>Writes every series the input allows.</summary>
    public abstract void Write(ExpositionInput input, ISeriesWriter writer);
}
