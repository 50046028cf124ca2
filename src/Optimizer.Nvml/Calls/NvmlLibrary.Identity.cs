using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>What a device is.</content>
public sealed unsafe partial class NvmlLibrary
{
    /// <summary>Product name; on a MIG handle with the profile. Source: nvmlDeviceGetName.</summary>
    public NvmlResult<string> Name(nint device) => ReadText(NvmlFunction.DeviceGetName, device, 96);

    /// <summary><c>GPU-…</c>, or <c>MIG-…</c> on a MIG handle. Source: nvmlDeviceGetUUID.</summary>
    public NvmlResult<string> Uuid(nint device) => ReadText(NvmlFunction.DeviceGetUUID, device, UuidLength);

    /// <summary>The UUID as bytes, without making a string: lets a reader of every cycle keep the string it has. Source: nvmlDeviceGetUUID.</summary>
    public NvmlReturn UuidBytes(nint device, ref NvmlBytes96 text)
    {
        if (!Enter(NvmlFunction.DeviceGetUUID, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        NvmlReturn code;
        text = default;
        fixed (NvmlBytes96* first = &text)
        {
            code = ((delegate* unmanaged[Cdecl]<nint, byte*, uint, NvmlReturn>)address)(device, (byte*)first, UuidLength);
        }

        return Leave(NvmlFunction.DeviceGetUUID, code);
    }

    /// <summary>NVML index; moves across reboots. Source: nvmlDeviceGetIndex.</summary>
    public NvmlResult<uint> Index(nint device) => Read<uint>(NvmlFunction.DeviceGetIndex, device);

    /// <summary>Board serial number. Source: nvmlDeviceGetSerial.</summary>
    public NvmlResult<string> Serial(nint device) => ReadText(NvmlFunction.DeviceGetSerial, device, 30);

    /// <summary>N of /dev/nvidiaN. Source: nvmlDeviceGetMinorNumber.</summary>
    public NvmlResult<uint> MinorNumber(nint device) => Read<uint>(NvmlFunction.DeviceGetMinorNumber, device);

    /// <summary>PCI address and ids. Source: nvmlDeviceGetPciInfo_v3.</summary>
    public NvmlResult<NvmlPciInfo> PciInfo(nint device) => Read<NvmlPciInfo>(NvmlFunction.DeviceGetPciInfo_v3, device);

    /// <summary>Architecture. Source: nvmlDeviceGetArchitecture.</summary>
    public NvmlResult<NvmlArchitecture> Architecture(nint device) => Read<NvmlArchitecture>(NvmlFunction.DeviceGetArchitecture, device);

    /// <summary>CUDA compute capability. Source: nvmlDeviceGetCudaComputeCapability.</summary>
    public NvmlResult<(int Major, int Minor)> ComputeCapability(nint device) =>
        ReadPair<int>(NvmlFunction.DeviceGetCudaComputeCapability, device);

    /// <summary>CUDA cores. Source: nvmlDeviceGetNumGpuCores.</summary>
    public NvmlResult<uint> CoreCount(nint device) => Read<uint>(NvmlFunction.DeviceGetNumGpuCores, device);

    /// <summary>Source: nvmlDeviceGetVbiosVersion.</summary>
    public NvmlResult<string> VbiosVersion(nint device) => ReadText(NvmlFunction.DeviceGetVbiosVersion, device, 32);

    /// <summary>1 when persistence mode is on. Source: nvmlDeviceGetPersistenceMode.</summary>
    public NvmlResult<uint> PersistenceMode(nint device) => Read<uint>(NvmlFunction.DeviceGetPersistenceMode, device);

    /// <summary>Switches persistence mode; needs root. Source: nvmlDeviceSetPersistenceMode.</summary>
    public NvmlReturn SetPersistenceMode(nint device, bool enabled)
    {
        if (!Enter(NvmlFunction.DeviceSetPersistenceMode, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, uint, NvmlReturn>)address)(device, enabled ? 1u : 0u);
        return Leave(NvmlFunction.DeviceSetPersistenceMode, code);
    }

    /// <summary>GSP firmware version. Source: nvmlDeviceGetGspFirmwareVersion.</summary>
    public NvmlResult<string> GspFirmwareVersion(nint device)
    {
        if (!Enter(NvmlFunction.DeviceGetGspFirmwareVersion, out nint address))
        {
            return Missing<string>();
        }

        byte* text = stackalloc byte[VersionLength];
        text[0] = 0;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, byte*, NvmlReturn>)address)(device, text);
        Leave(NvmlFunction.DeviceGetGspFirmwareVersion, code);
        return new(code, code == NvmlReturn.Success ? NvmlText.Read(new ReadOnlySpan<byte>(text, VersionLength)) : string.Empty);
    }

    /// <summary>NUMA node of the GPU's memory, on systems where it is one (Grace). Source: nvmlDeviceGetNumaNodeId.</summary>
    public NvmlResult<uint> NumaNodeId(nint device) => Read<uint>(NvmlFunction.DeviceGetNumaNodeId, device);

    /// <summary>CPUs near the device as a bit mask, 64 CPUs a word. Source: nvmlDeviceGetCpuAffinity.</summary>
    public NvmlReturn CpuAffinity(nint device, Span<ulong> cpuSet) => ReadMask(NvmlFunction.DeviceGetCpuAffinity, device, cpuSet);

    /// <summary>CPUs near the device within a scope: 0 NUMA node, 1 socket. Source: nvmlDeviceGetCpuAffinityWithinScope.</summary>
    public NvmlReturn CpuAffinityWithinScope(nint device, uint scope, Span<ulong> cpuSet) =>
        ReadMask(NvmlFunction.DeviceGetCpuAffinityWithinScope, device, scope, cpuSet);

    /// <summary>NUMA nodes near the device within a scope: 0 NUMA node, 1 socket. Source: nvmlDeviceGetMemoryAffinity.</summary>
    public NvmlReturn MemoryAffinity(nint device, uint scope, Span<ulong> nodeSet) =>
        ReadMask(NvmlFunction.DeviceGetMemoryAffinity, device, scope, nodeSet);

    private NvmlReturn ReadMask(NvmlFunction function, nint device, Span<ulong> mask)
    {
        if (!Enter(function, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        fixed (ulong* first = mask)
        {
            return Leave(function, ((delegate* unmanaged[Cdecl]<nint, uint, ulong*, NvmlReturn>)address)(device, (uint)mask.Length, first));
        }
    }

    private NvmlReturn ReadMask(NvmlFunction function, nint device, uint scope, Span<ulong> mask)
    {
        if (!Enter(function, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        fixed (ulong* first = mask)
        {
            var call = (delegate* unmanaged[Cdecl]<nint, uint, ulong*, uint, NvmlReturn>)address;
            return Leave(function, call(device, (uint)mask.Length, first, scope));
        }
    }
}
