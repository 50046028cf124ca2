using Optimizer.Model.Collections;

namespace Optimizer.Exporter.Catalogue;

/// <summary>Everything there is to say about one metric family. Compared by reference: the catalogue holds the only instance.</summary>
public sealed class MetricFamily
{
    /// <summary>The prefix of every family.</summary>
    public const string Prefix = "gpu_optimizer_";

    internal MetricFamily(string name, MetricKind kind, string unit, char group)
        : this(name, Prefix + name, kind, unit, group)
    {
    }

    private MetricFamily(string name, string fullName, MetricKind kind, string unit, char group)
    {
        Name = name;
        FullName = fullName;
        Kind = kind;
        Unit = unit;
        Group = group;
    }

    /// <summary>Name without the prefix; what configuration and <c>series_dropped_total</c> call it.</summary>
    public string Name { get; }

    /// <summary>Name as exposed.</summary>
    public string FullName { get; }

    /// <summary>Its Prometheus type.</summary>
    public MetricKind Kind { get; }

    /// <summary>Unit of its values, see <see cref="MetricUnit"/>.</summary>
    public string Unit { get; }

    /// <summary>Letter of the catalogue section it belongs to.</summary>
    public char Group { get; }

    /// <summary>One line for operators: what a value means and when there is none. Exposed as HELP.</summary>
    public required string Help { get; init; }

    /// <summary>Where the values come from: NVML calls, files, or "derived" with the inputs.</summary>
    public required string Source { get; init; }

    /// <summary>Labels, in the order of exposition. Empty for a family with one series.</summary>
    public ValueArray<MetricLabel> Labels { get; init; }

    /// <summary>What is not exported unless switched on: "" nothing, "all" the family, otherwise the part in words.</summary>
    public string OptIn { get; init; } = "";

    /// <summary>Values below 0 make sense. Default: only temperatures.</summary>
    public bool MayBeNegative { get; init; }

    /// <summary>A ratio of two amounts, which may pass 1, and not a share. Default: a ratio is a share.</summary>
    public bool MayExceedOne { get; init; }

    /// <summary>Series beyond this many are dropped and counted.</summary>
    public required int SeriesCap { get; init; }

    /// <summary>First release that has it.</summary>
    public string Since { get; init; } = "0.1.0";

    /// <summary>Upper bounds of a histogram's buckets, ascending, without +Inf. Empty for other kinds.</summary>
    public ValueArray<double> Buckets { get; init; }

    /// <summary>The full name.</summary>
    public override string ToString() => FullName;

    /// <summary>A family under somebody else's name, without our prefix.</summary>
    internal static MetricFamily Foreign(string name, MetricKind kind, string unit, ValueArray<MetricLabel> labels, string help, string source, int cap) =>
        new(name, name, kind, unit, '-') { Help = help, Source = source, Labels = labels, SeriesCap = cap };
}
