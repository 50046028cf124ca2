using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>What the driver lists, read in one job.</summary>
/// <param name="Code">Success, or why the list could not be read.</param>
/// <param name="Versions">Null when the driver does not tell its version.</param>
/// <param name="Devices">Every index the driver counts, ascending.</param>
internal sealed record DeviceList(NvmlReturn Code, DriverVersions? Versions, IReadOnlyList<ListedDevice> Devices)
{
    /// <summary>Asks the driver.</summary>
    public static DeviceList Read(NvmlLibrary nvml)
    {
        NvmlResult<uint> count = nvml.DeviceCount();
        if (!count.IsSuccess)
        {
            return new(count.Code, null, []);
        }

        List<ListedDevice> devices = [];
        for (uint index = 0; index < count.Value; index++)
        {
            NvmlResult<nint> device = nvml.DeviceByIndex(index);
            NvmlResult<string> uuid = device.IsSuccess ? nvml.Uuid(device.Value) : new(device.Code, string.Empty);
            devices.Add(uuid.IsSuccess
                ? new(index, device.Value, new GpuUuid(uuid.Value), null)
                : new(index, 0, null, Sentence(device.IsSuccess, index, uuid.Code)));
        }

        return new(NvmlReturn.Success, ReadVersions(nvml), devices);
    }

    private static DriverVersions? ReadVersions(NvmlLibrary nvml)
    {
        int? cuda = nvml.CudaDriverVersion().OrNull();
        string? driver = nvml.DriverVersion().OrNull();
        return driver is null
            ? null
            : new DriverVersions(driver, nvml.NvmlVersion().OrNull(), cuda is int version ? $"{version / 1000}.{version % 1000 / 10}" : null);
    }

    private static string Sentence(bool hasHandle, uint index, NvmlReturn code)
    {
        NvmlFunction function = hasHandle ? NvmlFunction.DeviceGetUUID : NvmlFunction.DeviceGetHandleByIndex_v2;
        string remedy = code.Remedy() is string text ? $" ({text})" : string.Empty;
        return $"{function.CName()} on GPU index {index} answered {code.MetricName()}{remedy}.";
    }
}
