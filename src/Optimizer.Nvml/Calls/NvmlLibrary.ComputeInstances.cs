using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>Compute instances inside a GPU instance.</content>
public sealed unsafe partial class NvmlLibrary
{
    private const uint SharedEngines = 0;

    /// <summary>A compute instance profile by enum number; codes as <see cref="GpuInstanceProfile"/>. Source: nvmlGpuInstanceGetComputeInstanceProfileInfo.</summary>
    public NvmlResult<NvmlComputeInstanceProfileInfo> ComputeInstanceProfile(nint gpuInstance, uint profile)
    {
        if (!Enter(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo, out nint address))
        {
            return Missing<NvmlComputeInstanceProfileInfo>();
        }

        NvmlComputeInstanceProfileInfo info = default;
        var call = (delegate* unmanaged[Cdecl]<nint, uint, uint, NvmlComputeInstanceProfileInfo*, NvmlReturn>)address;
        NvmlReturn code = call(gpuInstance, profile, SharedEngines, &info);
        return new(Leave(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo, code), info);
    }

    /// <summary>As <see cref="ComputeInstanceProfile"/> with the profile's name (R510 and newer). Source: nvmlGpuInstanceGetComputeInstanceProfileInfoV.</summary>
    public NvmlResult<NvmlComputeInstanceProfileInfoV2> ComputeInstanceProfileV(nint gpuInstance, uint profile)
    {
        if (!Enter(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfoV, out nint address))
        {
            return Missing<NvmlComputeInstanceProfileInfoV2>();
        }

        var info = new NvmlComputeInstanceProfileInfoV2 { Version = NvmlComputeInstanceProfileInfoV2.VersionWord };
        var call = (delegate* unmanaged[Cdecl]<nint, uint, uint, NvmlComputeInstanceProfileInfoV2*, NvmlReturn>)address;
        NvmlReturn code = call(gpuInstance, profile, SharedEngines, &info);
        return new(Leave(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfoV, code), info);
    }

    /// <summary>Legal placements of a compute profile, in compute slices of the instance. Source: nvmlGpuInstanceGetComputeInstancePossiblePlacements.</summary>
    public NvmlResult<NvmlComputeInstancePlacement[]> ComputeInstancePlacements(nint gpuInstance, uint profileId)
    {
        NvmlComputeInstancePlacement[] placements = new NvmlComputeInstancePlacement[16];
        NvmlResult<int> result = CountThenFill(
            NvmlFunction.GpuInstanceGetComputeInstancePossiblePlacements, gpuInstance, profileId, placements.AsSpan());
        return new(result.Code, placements[..result.Value]);
    }

    /// <summary>How many more compute instances of a profile fit. Source: nvmlGpuInstanceGetComputeInstanceRemainingCapacity.</summary>
    public NvmlResult<uint> ComputeInstanceRemainingCapacity(nint gpuInstance, uint profileId) =>
        Read<uint>(NvmlFunction.GpuInstanceGetComputeInstanceRemainingCapacity, gpuInstance, profileId);

    /// <summary>Creates a compute instance where the driver likes. Source: nvmlGpuInstanceCreateComputeInstance.</summary>
    public NvmlResult<nint> CreateComputeInstance(nint gpuInstance, uint profileId) =>
        Read<nint>(NvmlFunction.GpuInstanceCreateComputeInstance, gpuInstance, profileId);

    /// <summary>Creates a compute instance at a placement (R525 and newer). Source: nvmlGpuInstanceCreateComputeInstanceWithPlacement.</summary>
    public NvmlResult<nint> CreateComputeInstance(nint gpuInstance, uint profileId, NvmlComputeInstancePlacement placement)
    {
        if (!Enter(NvmlFunction.GpuInstanceCreateComputeInstanceWithPlacement, out nint address))
        {
            return Missing<nint>();
        }

        nint instance = 0;
        var call = (delegate* unmanaged[Cdecl]<nint, uint, NvmlComputeInstancePlacement*, nint*, NvmlReturn>)address;
        NvmlReturn code = call(gpuInstance, profileId, &placement, &instance);
        return new(Leave(NvmlFunction.GpuInstanceCreateComputeInstanceWithPlacement, code), instance);
    }

    /// <summary>Live compute instances of a profile. Source: nvmlGpuInstanceGetComputeInstances.</summary>
    public NvmlResult<int> ComputeInstances(nint gpuInstance, uint profileId, Span<nint> instances) =>
        Fill(NvmlFunction.GpuInstanceGetComputeInstances, gpuInstance, profileId, instances);

    /// <summary>A compute instance by id. Source: nvmlGpuInstanceGetComputeInstanceById.</summary>
    public NvmlResult<nint> ComputeInstanceById(nint gpuInstance, uint id) =>
        Read<nint>(NvmlFunction.GpuInstanceGetComputeInstanceById, gpuInstance, id);

    /// <summary>Id, profile and placement of a compute instance. Source: nvmlComputeInstanceGetInfo_v2.</summary>
    public NvmlResult<NvmlComputeInstanceInfo> ComputeInstanceInfo(nint computeInstance) =>
        Read<NvmlComputeInstanceInfo>(NvmlFunction.ComputeInstanceGetInfo_v2, computeInstance);

    /// <summary>Destroys a compute instance; 19 as code while processes run on it. Source: nvmlComputeInstanceDestroy.</summary>
    public NvmlReturn DestroyComputeInstance(nint computeInstance) => Command(NvmlFunction.ComputeInstanceDestroy, computeInstance);
}
