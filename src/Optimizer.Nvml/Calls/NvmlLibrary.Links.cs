using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>PCIe, NVLink, topology and fabric.</content>
public sealed unsafe partial class NvmlLibrary
{
    /// <summary>PCIe replays since driver load. Source: nvmlDeviceGetPcieReplayCounter.</summary>
    public NvmlResult<uint> PcieReplays(nint device) => Read<uint>(NvmlFunction.DeviceGetPcieReplayCounter, device);

    /// <summary>PCIe generation in use. Source: nvmlDeviceGetCurrPcieLinkGeneration.</summary>
    public NvmlResult<uint> PcieGeneration(nint device) => Read<uint>(NvmlFunction.DeviceGetCurrPcieLinkGeneration, device);

    /// <summary>PCIe lanes in use. Source: nvmlDeviceGetCurrPcieLinkWidth.</summary>
    public NvmlResult<uint> PcieLanes(nint device) => Read<uint>(NvmlFunction.DeviceGetCurrPcieLinkWidth, device);

    /// <summary>Highest PCIe generation of GPU and slot. Source: nvmlDeviceGetMaxPcieLinkGeneration.</summary>
    public NvmlResult<uint> MaxPcieGeneration(nint device) => Read<uint>(NvmlFunction.DeviceGetMaxPcieLinkGeneration, device);

    /// <summary>Most PCIe lanes of GPU and slot. Source: nvmlDeviceGetMaxPcieLinkWidth.</summary>
    public NvmlResult<uint> MaxPcieLanes(nint device) => Read<uint>(NvmlFunction.DeviceGetMaxPcieLinkWidth, device);

    /// <summary>1 when a link is up; 2 or 3 as code past the last link. Source: nvmlDeviceGetNvLinkState.</summary>
    public NvmlResult<uint> NvLinkState(nint device, uint link) => Read<uint>(NvmlFunction.DeviceGetNvLinkState, device, link);

    /// <summary>PCI address at the far end of a link. Source: nvmlDeviceGetNvLinkRemotePciInfo_v2.</summary>
    public NvmlResult<NvmlPciInfo> NvLinkRemotePciInfo(nint device, uint link) =>
        Read<NvmlPciInfo>(NvmlFunction.DeviceGetNvLinkRemotePciInfo_v2, device, link);

    /// <summary>What is at the far end: 0 GPU, 1 NPU, 2 switch, 255 unknown. Source: nvmlDeviceGetNvLinkRemoteDeviceType.</summary>
    public NvmlResult<uint> NvLinkRemoteDeviceType(nint device, uint link) =>
        Read<uint>(NvmlFunction.DeviceGetNvLinkRemoteDeviceType, device, link);

    /// <summary>Where two GPUs meet: 0 internal, 10 single switch, 20 several, 30 host bridge, 40 node, 50 system. Source: nvmlDeviceGetTopologyCommonAncestor.</summary>
    public NvmlResult<uint> TopologyCommonAncestor(nint first, nint second) =>
        ReadOfTwo<uint>(NvmlFunction.DeviceGetTopologyCommonAncestor, first, second);

    /// <summary>1 when two GPUs share a board. Source: nvmlDeviceOnSameBoard.</summary>
    public NvmlResult<int> OnSameBoard(nint first, nint second) => ReadOfTwo<int>(NvmlFunction.DeviceOnSameBoard, first, second);

    /// <summary>0 when peer-to-peer works; capability 0 read, 1 write, 2 NVLink, 3 atomics, 4 PCI. Source: nvmlDeviceGetP2PStatus.</summary>
    public NvmlResult<uint> P2PStatus(nint first, nint second, uint capability)
    {
        if (!Enter(NvmlFunction.DeviceGetP2PStatus, out nint address))
        {
            return Missing<uint>();
        }

        uint status = 0;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, nint, uint, uint*, NvmlReturn>)address)(first, second, capability, &status);
        return new(Leave(NvmlFunction.DeviceGetP2PStatus, code), status);
    }

    /// <summary>GPUs that meet a GPU at a topology level. Source: nvmlDeviceGetTopologyNearestGpus.</summary>
    /// <returns>How many were written; at most the buffer's length.</returns>
    public NvmlResult<uint> TopologyNearestGpus(nint device, uint level, Span<nint> devices)
    {
        if (!Enter(NvmlFunction.DeviceGetTopologyNearestGpus, out nint address))
        {
            return Missing<uint>();
        }

        var count = (uint)devices.Length;
        fixed (nint* first = devices)
        {
            NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, uint, uint*, nint*, NvmlReturn>)address)(device, level, &count, first);
            return new(Leave(NvmlFunction.DeviceGetTopologyNearestGpus, code), count);
        }
    }

    /// <summary>Fabric registration state: 0 not supported, 1 not started, 2 in progress, 3 completed. Source: nvmlDeviceGetGpuFabricInfoV.</summary>
    /// <remarks>Asks with the newest struct, then the one before, then the first call, as far as the driver goes.</remarks>
    public NvmlResult<byte> FabricState(nint device)
    {
        NvmlResult<NvmlGpuFabricInfoV3> v3 = ReadVersioned(
            NvmlFunction.DeviceGetGpuFabricInfoV, device, new NvmlGpuFabricInfoV3 { Version = NvmlGpuFabricInfoV3.VersionWord });
        if (!IsTooNew(v3.Code))
        {
            return new(v3.Code, v3.Value.State);
        }

        NvmlResult<NvmlGpuFabricInfoV2> v2 = ReadVersioned(
            NvmlFunction.DeviceGetGpuFabricInfoV, device, new NvmlGpuFabricInfoV2 { Version = NvmlGpuFabricInfoV2.VersionWord });
        if (!IsTooNew(v2.Code))
        {
            return new(v2.Code, v2.Value.State);
        }

        NvmlResult<NvmlGpuFabricInfo> v1 = Read<NvmlGpuFabricInfo>(NvmlFunction.DeviceGetGpuFabricInfo, device);
        return new(v1.Code, v1.Value.State);
    }

    // Older drivers answer an unknown version word with INVALID_ARGUMENT instead of ARGUMENT_VERSION_MISMATCH.
    private static bool IsTooNew(NvmlReturn code) =>
        code is NvmlReturn.ArgumentVersionMismatch or NvmlReturn.InvalidArgument or NvmlReturn.FunctionNotFound;

    private NvmlResult<T> ReadOfTwo<T>(NvmlFunction function, nint first, nint second)
        where T : unmanaged
    {
        if (!Enter(function, out nint address))
        {
            return Missing<T>();
        }

        T value = default;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, nint, T*, NvmlReturn>)address)(first, second, &value);
        return new(Leave(function, code), value);
    }
}
