using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>Utilisation and memory.</content>
public sealed unsafe partial class NvmlLibrary
{
    /// <summary>GPU and memory busy, percent; refused in MIG mode. Source: nvmlDeviceGetUtilizationRates.</summary>
    public NvmlResult<NvmlUtilization> UtilizationRates(nint device) => Read<NvmlUtilization>(NvmlFunction.DeviceGetUtilizationRates, device);

    /// <summary>Encoder busy, percent, and its sampling period in microseconds. Source: nvmlDeviceGetEncoderUtilization.</summary>
    public NvmlResult<(uint Percent, uint PeriodMicroseconds)> EncoderUtilization(nint device) =>
        ReadPair<uint>(NvmlFunction.DeviceGetEncoderUtilization, device);

    /// <summary>Decoder busy, as <see cref="EncoderUtilization"/>. Source: nvmlDeviceGetDecoderUtilization.</summary>
    public NvmlResult<(uint Percent, uint PeriodMicroseconds)> DecoderUtilization(nint device) =>
        ReadPair<uint>(NvmlFunction.DeviceGetDecoderUtilization, device);

    /// <summary>JPEG engine busy, as <see cref="EncoderUtilization"/>. Source: nvmlDeviceGetJpgUtilization.</summary>
    public NvmlResult<(uint Percent, uint PeriodMicroseconds)> JpegUtilization(nint device) =>
        ReadPair<uint>(NvmlFunction.DeviceGetJpgUtilization, device);

    /// <summary>Optical-flow engine busy, as <see cref="EncoderUtilization"/>. Source: nvmlDeviceGetOfaUtilization.</summary>
    public NvmlResult<(uint Percent, uint PeriodMicroseconds)> OfaUtilization(nint device) =>
        ReadPair<uint>(NvmlFunction.DeviceGetOfaUtilization, device);

    /// <summary>Memory with the driver's share inside "used"; GPU or MIG handle. Source: nvmlDeviceGetMemoryInfo.</summary>
    public NvmlResult<NvmlMemory> MemoryInfo(nint device) => Read<NvmlMemory>(NvmlFunction.DeviceGetMemoryInfo, device);

    /// <summary>Memory with the driver's share apart (R510 and newer); GPU or MIG handle. Source: nvmlDeviceGetMemoryInfo_v2.</summary>
    public NvmlResult<NvmlMemoryV2> MemoryInfoV2(nint device) =>
        ReadVersioned(NvmlFunction.DeviceGetMemoryInfo_v2, device, new NvmlMemoryV2 { Version = NvmlMemoryV2.VersionWord });

    /// <summary>BAR1 window; GPU or MIG handle. Source: nvmlDeviceGetBAR1MemoryInfo.</summary>
    public NvmlResult<NvmlBar1Memory> Bar1MemoryInfo(nint device) => Read<NvmlBar1Memory>(NvmlFunction.DeviceGetBAR1MemoryInfo, device);
}
