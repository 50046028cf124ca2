using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>Utilisation as the driver samples it; every call refuses in MIG mode, and the reading is then absent.</summary>
internal static class UtilizationReader
{
    public static DriverUtilization? Read(GpuProbe gpu, ReadingGuard guard)
    {
        NvmlUtilization? rates = gpu.Ask(NvmlFunction.DeviceGetUtilizationRates, static (nvml, device) => nvml.UtilizationRates(device));
        (uint Percent, uint Period)? encoder =
            gpu.Ask(NvmlFunction.DeviceGetEncoderUtilization, static (nvml, device) => nvml.EncoderUtilization(device));
        (uint Percent, uint Period)? decoder =
            gpu.Ask(NvmlFunction.DeviceGetDecoderUtilization, static (nvml, device) => nvml.DecoderUtilization(device));
        (uint Percent, uint Period)? jpeg =
            gpu.Ask(NvmlFunction.DeviceGetJpgUtilization, static (nvml, device) => nvml.JpegUtilization(device));
        (uint Percent, uint Period)? ofa =
            gpu.Ask(NvmlFunction.DeviceGetOfaUtilization, static (nvml, device) => nvml.OfaUtilization(device));
        if (rates is null && encoder is null && decoder is null && jpeg is null && ofa is null)
        {
            return null;
        }

        const string engine = "device_engine_busy_ratio";
        return new DriverUtilization
        {
            BusyRatio = guard.Ratio("device_busy_ratio", rates?.Gpu),
            MemoryBusyRatio = guard.Ratio("device_memory_busy_ratio", rates?.Memory),
            EncoderBusyRatio = guard.Ratio(engine, encoder?.Percent),
            DecoderBusyRatio = guard.Ratio(engine, decoder?.Percent),
            JpegBusyRatio = guard.Ratio(engine, jpeg?.Percent),
            OfaBusyRatio = guard.Ratio(engine, ofa?.Percent),
        };
    }
}
