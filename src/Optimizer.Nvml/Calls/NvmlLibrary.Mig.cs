using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>MIG mode, MIG device handles and GPU instances.</content>
public sealed unsafe partial class NvmlLibrary
{
    /// <summary>MIG mode now and after the next reset, 1 is on; 3 as code on a board without MIG. Source: nvmlDeviceGetMigMode.</summary>
    public NvmlResult<(uint Current, uint Pending)> MigMode(nint device) => ReadPair<uint>(NvmlFunction.DeviceGetMigMode, device);

    /// <summary>Asks for a MIG mode; needs root, may unbind the device: read everything again afterwards. Source: nvmlDeviceSetMigMode.</summary>
    /// <returns>The code says whether the request was taken; the value whether it is in force (0), needs a reset (16) or is held up (19).</returns>
    public NvmlResult<NvmlReturn> SetMigMode(nint device, bool enabled) =>
        Read<NvmlReturn>(NvmlFunction.DeviceSetMigMode, device, enabled ? 1u : 0u);

    /// <summary>Upper bound of MIG device indexes; 0 with MIG off. Source: nvmlDeviceGetMaxMigDeviceCount.</summary>
    public NvmlResult<uint> MaxMigDeviceCount(nint device) => Read<uint>(NvmlFunction.DeviceGetMaxMigDeviceCount, device);

    /// <summary>A MIG device (one compute instance) by index; 6 as code for a hole. Source: nvmlDeviceGetMigDeviceHandleByIndex.</summary>
    public NvmlResult<nint> MigDeviceByIndex(nint device, uint index) =>
        Read<nint>(NvmlFunction.DeviceGetMigDeviceHandleByIndex, device, index);

    /// <summary>1 on a MIG handle. Source: nvmlDeviceIsMigDeviceHandle.</summary>
    public NvmlResult<uint> IsMigDevice(nint device) => Read<uint>(NvmlFunction.DeviceIsMigDeviceHandle, device);

    /// <summary>The GPU of a MIG handle. Source: nvmlDeviceGetDeviceHandleFromMigDeviceHandle.</summary>
    public NvmlResult<nint> ParentOfMigDevice(nint migDevice) =>
        Read<nint>(NvmlFunction.DeviceGetDeviceHandleFromMigDeviceHandle, migDevice);

    /// <summary>GPU instance id of a MIG handle. Source: nvmlDeviceGetGpuInstanceId.</summary>
    public NvmlResult<uint> GpuInstanceId(nint migDevice) => Read<uint>(NvmlFunction.DeviceGetGpuInstanceId, migDevice);

    /// <summary>Compute instance id of a MIG handle. Source: nvmlDeviceGetComputeInstanceId.</summary>
    public NvmlResult<uint> ComputeInstanceId(nint migDevice) => Read<uint>(NvmlFunction.DeviceGetComputeInstanceId, migDevice);

    /// <summary>SMs, slices, engines and memory of a MIG handle. Source: nvmlDeviceGetAttributes_v2.</summary>
    public NvmlResult<NvmlDeviceAttributes> Attributes(nint migDevice) =>
        Read<NvmlDeviceAttributes>(NvmlFunction.DeviceGetAttributes_v2, migDevice);

    /// <summary>
    /// A GPU instance profile by enum number: 3 as code when this board lacks it, 2 past the last one. Source: nvmlDeviceGetGpuInstanceProfileInfoV.
    /// </summary>
    /// <remarks>Asks with the v3 struct, then v2 (R510), then the first call, whose answer carries no name.</remarks>
    public NvmlResult<NvmlGpuInstanceProfileInfoV3> GpuInstanceProfile(nint device, uint profile)
    {
        NvmlResult<NvmlGpuInstanceProfileInfoV3> v3 = ReadVersioned(
            NvmlFunction.DeviceGetGpuInstanceProfileInfoV,
            device,
            profile,
            new NvmlGpuInstanceProfileInfoV3 { Version = NvmlGpuInstanceProfileInfoV3.VersionWord });
        if (!IsTooNew(v3.Code))
        {
            return v3;
        }

        NvmlResult<NvmlGpuInstanceProfileInfoV2> v2 = ReadVersioned(
            NvmlFunction.DeviceGetGpuInstanceProfileInfoV,
            device,
            profile,
            new NvmlGpuInstanceProfileInfoV2 { Version = NvmlGpuInstanceProfileInfoV2.VersionWord });
        if (v2.IsSuccess)
        {
            return new(v2.Code, Widen(v2.Value));
        }

        NvmlResult<NvmlGpuInstanceProfileInfo> v1 =
            Read<NvmlGpuInstanceProfileInfo>(NvmlFunction.DeviceGetGpuInstanceProfileInfo, device, profile);
        return new(v1.Code, Widen(v1.Value));
    }

    /// <summary>Legal placements of a profile, in memory slices. Source: nvmlDeviceGetGpuInstancePossiblePlacements_v2.</summary>
    /// <param name="device">GPU handle.</param>
    /// <param name="profileId">The id of the profile's answer, not its enum number.</param>
    public NvmlResult<NvmlGpuInstancePlacement[]> GpuInstancePlacements(nint device, uint profileId)
    {
        NvmlFunction function = Has(NvmlFunction.DeviceGetGpuInstancePossiblePlacements_v2)
            ? NvmlFunction.DeviceGetGpuInstancePossiblePlacements_v2
            : NvmlFunction.DeviceGetGpuInstancePossiblePlacements;
        NvmlGpuInstancePlacement[] placements = new NvmlGpuInstancePlacement[32];
        NvmlResult<int> result = CountThenFill(function, device, profileId, placements);
        return new(result.Code, placements[..result.Value]);
    }

    /// <summary>How many more instances of a profile fit now; needs MIG on. Source: nvmlDeviceGetGpuInstanceRemainingCapacity.</summary>
    public NvmlResult<uint> GpuInstanceRemainingCapacity(nint device, uint profileId) =>
        Read<uint>(NvmlFunction.DeviceGetGpuInstanceRemainingCapacity, device, profileId);

    /// <summary>Creates a GPU instance where the driver likes; needs the MIG config capability. Source: nvmlDeviceCreateGpuInstance.</summary>
    public NvmlResult<nint> CreateGpuInstance(nint device, uint profileId) =>
        Read<nint>(NvmlFunction.DeviceCreateGpuInstance, device, profileId);

    /// <summary>Creates a GPU instance at a placement; 23 as code when it is not free. Source: nvmlDeviceCreateGpuInstanceWithPlacement.</summary>
    public NvmlResult<nint> CreateGpuInstance(nint device, uint profileId, NvmlGpuInstancePlacement placement)
    {
        if (!Enter(NvmlFunction.DeviceCreateGpuInstanceWithPlacement, out nint address))
        {
            return Missing<nint>();
        }

        nint instance = 0;
        var call = (delegate* unmanaged[Cdecl]<nint, uint, NvmlGpuInstancePlacement*, nint*, NvmlReturn>)address;
        NvmlReturn code = call(device, profileId, &placement, &instance);
        return new(Leave(NvmlFunction.DeviceCreateGpuInstanceWithPlacement, code), instance);
    }

    /// <summary>Live GPU instances of a profile; needs the MIG config capability. Source: nvmlDeviceGetGpuInstances.</summary>
    /// <param name="device">GPU handle.</param>
    /// <param name="profileId">The id of the profile's answer.</param>
    /// <param name="instances">Room for the profile's instance count: the call knows no buffer size.</param>
    /// <returns>How many were written.</returns>
    public NvmlResult<int> GpuInstances(nint device, uint profileId, Span<nint> instances) =>
        Fill(NvmlFunction.DeviceGetGpuInstances, device, profileId, instances);

    /// <summary>A GPU instance by id. Source: nvmlDeviceGetGpuInstanceById.</summary>
    public NvmlResult<nint> GpuInstanceById(nint device, uint id) => Read<nint>(NvmlFunction.DeviceGetGpuInstanceById, device, id);

    /// <summary>Id, profile and placement of a GPU instance. Source: nvmlGpuInstanceGetInfo.</summary>
    public NvmlResult<NvmlGpuInstanceInfo> GpuInstanceInfo(nint instance) =>
        Read<NvmlGpuInstanceInfo>(NvmlFunction.GpuInstanceGetInfo, instance);

    /// <summary>Destroys a GPU instance; 19 as code while it has compute instances or processes. Source: nvmlGpuInstanceDestroy.</summary>
    public NvmlReturn DestroyGpuInstance(nint instance) => Command(NvmlFunction.GpuInstanceDestroy, instance);

    private static NvmlGpuInstanceProfileInfoV3 Widen(in NvmlGpuInstanceProfileInfoV2 info) => new()
    {
        Id = info.Id,
        SliceCount = info.SliceCount,
        InstanceCount = info.InstanceCount,
        MultiprocessorCount = info.MultiprocessorCount,
        CopyEngineCount = info.CopyEngineCount,
        DecoderCount = info.DecoderCount,
        EncoderCount = info.EncoderCount,
        JpegCount = info.JpegCount,
        OfaCount = info.OfaCount,
        MemorySizeMB = info.MemorySizeMB,
        Name = info.Name,
    };

    private static NvmlGpuInstanceProfileInfoV3 Widen(in NvmlGpuInstanceProfileInfo info) => new()
    {
        Id = info.Id,
        SliceCount = info.SliceCount,
        InstanceCount = info.InstanceCount,
        MultiprocessorCount = info.MultiprocessorCount,
        CopyEngineCount = info.CopyEngineCount,
        DecoderCount = info.DecoderCount,
        EncoderCount = info.EncoderCount,
        JpegCount = info.JpegCount,
        OfaCount = info.OfaCount,
        MemorySizeMB = info.MemorySizeMB,
    };

    /// <summary>Shape <c>f(handle, id, T *items, unsigned int *count)</c> whose count is output only.</summary>
    private NvmlResult<int> Fill<T>(NvmlFunction function, nint handle, uint id, Span<T> items)
        where T : unmanaged
    {
        if (!Enter(function, out nint address))
        {
            return Missing<int>();
        }

        uint count = 0;
        fixed (T* first = items)
        {
            NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, uint, T*, uint*, NvmlReturn>)address)(handle, id, first, &count);
            return new(Leave(function, code), (int)Math.Min(count, (uint)items.Length));
        }
    }

    /// <summary>As <see cref="Fill"/>, asking for the count first: some drivers take the count as input.</summary>
    private NvmlResult<int> CountThenFill<T>(NvmlFunction function, nint handle, uint id, Span<T> items)
        where T : unmanaged
    {
        if (!Enter(function, out nint address))
        {
            return Missing<int>();
        }

        uint count = 0;
        var call = (delegate* unmanaged[Cdecl]<nint, uint, T*, uint*, NvmlReturn>)address;
        NvmlReturn code = call(handle, id, null, &count);
        if (code is NvmlReturn.Success or NvmlReturn.InsufficientSize)
        {
            count = Math.Min(count, (uint)items.Length);
            fixed (T* first = items)
            {
                code = call(handle, id, first, &count);
            }
        }

        return new(Leave(function, code), code == NvmlReturn.Success ? (int)Math.Min(count, (uint)items.Length) : 0);
    }
}
