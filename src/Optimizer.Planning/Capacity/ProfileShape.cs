using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;

namespace Optimizer.Planning.Capacity;

/// <summary>How much of its GPU a seat is, which is all the capacity model knows of a profile.</summary>
/// <remarks>Shares hold within one GPU model only: half an A100 and half an H100 are never compared.</remarks>
public sealed record ProfileShape
{
    /// <summary>Model key of the GPU, for example <c>h100-80gb-sxm</c>; never empty.</summary>
    public required string GpuModel { get; init; }

    /// <summary>MIG profile, or <see cref="ProfileCapacity.WholeGpu"/>; never empty.</summary>
    public required string Profile { get; init; }

    /// <summary>Streaming multiprocessors over those of the widest profile; above 0, at most 1. Slices would do on an A100, but 3g of an H100 is 60 of 132, not 3/7.</summary>
    public required double ComputeShare { get; init; }

    /// <summary>Memory slices over those of the GPU, also its share of bandwidth; above 0, at most 1.</summary>
    public required double MemoryShare { get; init; }

    /// <summary>Device memory. Unit: bytes; positive.</summary>
    public required ulong MemoryBytes { get; init; }

    /// <summary>The seat is a GPU without MIG. It can have more multiprocessors than the widest profile.</summary>
    public bool IsWholeGpu => Profile == ProfileCapacity.WholeGpu;

    /// <summary>The shape of a profile of a GPU.</summary>
    public static ProfileShape Of(string gpuModel, MigGeometry geometry, MigProfile profile) => new()
    {
        GpuModel = gpuModel,
        Profile = profile.Name,
        ComputeShare = (double)profile.Multiprocessors / geometry.Profiles.Span.ToArray().Max(other => other.Multiprocessors),
        MemoryShare = (double)profile.MemorySlices / geometry.MemorySlices,
        MemoryBytes = profile.MemoryBytes,
    };

    /// <summary>The shape of a GPU without MIG.</summary>
    public static ProfileShape WholeGpu(string gpuModel, ulong memoryBytes) => new()
    {
        GpuModel = gpuModel,
        Profile = ProfileCapacity.WholeGpu,
        ComputeShare = 1,
        MemoryShare = 1,
        MemoryBytes = memoryBytes,
    };

    /// <summary>Why this shape cannot be: names the profile, what was seen and the range; null when it can.</summary>
    internal string? FindProblem()
    {
        if (string.IsNullOrEmpty(GpuModel) || string.IsNullOrEmpty(Profile))
        {
            return $"A profile shape needs a GPU model and a profile; got '{GpuModel}' and '{Profile}'. Name both.";
        }

        if (!(ComputeShare > 0 && ComputeShare <= 1) || !(MemoryShare > 0 && MemoryShare <= 1))
        {
            return $"Shares of {Profile} on {GpuModel} must be above 0 and at most 1; got compute {ComputeShare} and memory {MemoryShare}. "
                + "Give them as a part of the whole GPU.";
        }

        return MemoryBytes == 0 ? $"{Profile} on {GpuModel} has 0 bytes of memory. Give the profile's device memory." : null;
    }
}
