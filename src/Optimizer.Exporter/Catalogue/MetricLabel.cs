using Optimizer.Model.Collections;

namespace Optimizer.Exporter.Catalogue;

/// <summary>One label of a metric family.</summary>
/// <param name="Name">Label name in snake case.</param>
/// <param name="Values">Every value it can take, where that set is closed and declared in code; empty where it is open.</param>
public sealed record MetricLabel(string Name, ValueArray<string> Values)
{
    /// <summary>The GPU, verbatim as nvidia-smi prints it.</summary>
    internal static readonly MetricLabel Gpu = Open("gpu_uuid");

    /// <summary>The GPU instance; the empty string says "the whole GPU".</summary>
    internal static readonly MetricLabel GpuInstanceId = Open("gpu_instance_id");

    /// <summary>MIG profile without the leading "MIG ".</summary>
    internal static readonly MetricLabel Profile = Open("profile");

    /// <summary>The workload's name.</summary>
    internal static readonly MetricLabel Workload = Open("workload");

    /// <summary>True when <see cref="Values"/> is the whole set.</summary>
    public bool IsClosed => !Values.IsEmpty;

    internal static MetricLabel Open(string name) => new(name, []);

    internal static MetricLabel Closed(string name, params ReadOnlySpan<string> values) => new(name, ValueArray.Create(values));

    /// <summary>A label whose values are the members of an enum in snake case.</summary>
    internal static MetricLabel Of<TEnum>(string name)
        where TEnum : struct, Enum => new(name, ValueArray.Create<string>(LabelText<TEnum>.All));
}
