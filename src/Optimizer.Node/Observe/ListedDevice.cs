using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>One index of the driver's list.</summary>
/// <param name="Index">NVML index.</param>
/// <param name="Device">Handle; 0 when the driver gave none.</param>
/// <param name="Uuid">Null when the driver did not say.</param>
/// <param name="Trouble">Why there is no handle or UUID; null when there is.</param>
internal sealed record ListedDevice(uint Index, nint Device, GpuUuid? Uuid, string? Trouble)
{
    /// <summary>Asks the driver for one index.</summary>
    public static ListedDevice Read(NvmlLibrary nvml, uint index)
    {
        NvmlResult<nint> device = nvml.DeviceByIndex(index);
        NvmlResult<string> uuid = device.IsSuccess ? nvml.Uuid(device.Value) : new(device.Code, string.Empty);
        return uuid.IsSuccess
            ? new(index, device.Value, new GpuUuid(uuid.Value), null)
            : new(index, 0, null, Sentence(device.IsSuccess, index, uuid.Code));
    }

    private static string Sentence(bool hasHandle, uint index, NvmlReturn code)
    {
        NvmlFunction function = hasHandle ? NvmlFunction.DeviceGetUUID : NvmlFunction.DeviceGetHandleByIndex_v2;
        string remedy = code.Remedy() is string text ? $" ({text})" : string.Empty;
        return $"{function.CName()} on GPU index {index} answered {code.MetricName()}{remedy}.";
    }
}
