namespace Optimizer.Model.Snapshots;

/// <summary>A GPU's identity, verbatim as the driver and nvidia-smi print it (<c>GPU-…</c>), stable over reboots. Ordered ordinally.</summary>
/// <param name="Value">The text; never empty. Source: nvmlDeviceGetUUID.</param>
public readonly record struct GpuUuid(string Value) : IComparable<GpuUuid>
{
    /// <inheritdoc/>
    public int CompareTo(GpuUuid other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
