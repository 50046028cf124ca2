using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>The library itself and the driver.</content>
public sealed unsafe partial class NvmlLibrary
{
    private const int VersionLength = 80;
    private const int UuidLength = 96;

    /// <summary>Initialises the library; counted by the driver, each success needs one <see cref="Shutdown"/>. Source: nvmlInit_v2.</summary>
    public NvmlReturn Init() => Command(NvmlFunction.Init_v2);

    /// <summary>Undoes one <see cref="Init"/>; every handle, sample and event set is dead afterwards. Source: nvmlShutdown.</summary>
    public NvmlReturn Shutdown() => Command(NvmlFunction.Shutdown);

    /// <summary>Kernel driver version, for example 580.95.05. Source: nvmlSystemGetDriverVersion.</summary>
    public NvmlResult<string> DriverVersion() => ReadSystemText(NvmlFunction.SystemGetDriverVersion);

    /// <summary>Library version. Source: nvmlSystemGetNVMLVersion.</summary>
    public NvmlResult<string> NvmlVersion() => ReadSystemText(NvmlFunction.SystemGetNVMLVersion);

    /// <summary>CUDA version the driver supports, major * 1000 + minor * 10. Source: nvmlSystemGetCudaDriverVersion_v2.</summary>
    public NvmlResult<int> CudaDriverVersion() => Read<int>(NvmlFunction.SystemGetCudaDriverVersion_v2);

    /// <summary>Number of GPUs the driver sees; MIG devices do not count. Source: nvmlDeviceGetCount_v2.</summary>
    public NvmlResult<uint> DeviceCount() => Read<uint>(NvmlFunction.DeviceGetCount_v2);

    /// <summary>A GPU by index, 0 up to <see cref="DeviceCount"/>. Source: nvmlDeviceGetHandleByIndex_v2.</summary>
    public NvmlResult<nint> DeviceByIndex(uint index)
    {
        if (!Enter(NvmlFunction.DeviceGetHandleByIndex_v2, out nint address))
        {
            return Missing<nint>();
        }

        nint device = 0;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<uint, nint*, NvmlReturn>)address)(index, &device);
        return new(Leave(NvmlFunction.DeviceGetHandleByIndex_v2, code), device);
    }

    /// <summary>A GPU (<c>GPU-…</c>) or MIG device (<c>MIG-…</c>) by UUID. Source: nvmlDeviceGetHandleByUUID.</summary>
    public NvmlResult<nint> DeviceByUuid(string uuid) => DeviceByText(NvmlFunction.DeviceGetHandleByUUID, uuid);

    /// <summary>A GPU by PCI address. Source: nvmlDeviceGetHandleByPciBusId_v2.</summary>
    public NvmlResult<nint> DeviceByPciBusId(string pciBusId) => DeviceByText(NvmlFunction.DeviceGetHandleByPciBusId_v2, pciBusId);

    private NvmlResult<nint> DeviceByText(NvmlFunction function, string text)
    {
        if (!Enter(function, out nint address))
        {
            return Missing<nint>();
        }

        nint device = 0;
        byte* buffer = stackalloc byte[UuidLength];
        NvmlReturn code = NvmlText.TryWrite(text, new Span<byte>(buffer, UuidLength))
            ? ((delegate* unmanaged[Cdecl]<byte*, nint*, NvmlReturn>)address)(buffer, &device)
            : NvmlReturn.InvalidArgument;
        return new(Leave(function, code), device);
    }

    private NvmlResult<string> ReadSystemText(NvmlFunction function)
    {
        if (!Enter(function, out nint address))
        {
            return Missing<string>();
        }

        byte* text = stackalloc byte[VersionLength];
        text[0] = 0;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<byte*, uint, NvmlReturn>)address)(text, VersionLength);
        Leave(function, code);
        return new(code, code == NvmlReturn.Success ? NvmlText.Read(new ReadOnlySpan<byte>(text, VersionLength)) : string.Empty);
    }
}
