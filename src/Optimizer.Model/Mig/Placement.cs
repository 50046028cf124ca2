namespace Optimizer.Model.Mig;

/// <summary>A half-open range of memory slices, <c>[Start, Start + Size)</c>. Unit: memory slices as NVML counts them, never compute slices.</summary>
/// <param name="Start">First memory slice, from 0.</param>
/// <param name="Size">Number of memory slices, from 1 in a legal placement.</param>
/// <remarks>Source: nvmlDeviceGetGpuInstancePossiblePlacements_v2, nvmlGpuInstanceGetInfo. The default value is the empty range at 0.</remarks>
public readonly record struct Placement(int Start, int Size) : IComparable<Placement>
{
    /// <summary>The first memory slice after the range.</summary>
    public int End => Start + Size;

    /// <summary>True when both ranges hold a common memory slice; the one rule by which two instances exclude each other.</summary>
    public bool Overlaps(Placement other) => Start < other.End && other.Start < End;

    /// <summary>True when <paramref name="memorySlice"/> lies in the range.</summary>
    public bool Contains(int memorySlice) => memorySlice >= Start && memorySlice < End;

    /// <summary>Orders by start, then by size.</summary>
    public int CompareTo(Placement other)
    {
        int byStart = Start.CompareTo(other.Start);
        return byStart != 0 ? byStart : Size.CompareTo(other.Size);
    }

    /// <summary>The range as the vendor's tools print it, for example <c>4:2</c> for two slices from the fifth.</summary>
    public override string ToString() => $"{Start}:{Size}";
}
