using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>How many GPUs the driver counts, and its versions.</summary>
/// <param name="Code">Success, or why it could not be asked.</param>
/// <param name="Versions">Null when the driver does not tell its version.</param>
/// <param name="Count">Indexes run from 0 up to it.</param>
internal sealed record DeviceList(NvmlReturn Code, DriverVersions? Versions, uint Count)
{
    // A node has up to 16 GPUs; a wild count must not become a wild loop.
    private const uint Most = 64;

    /// <summary>Asks the driver.</summary>
    public static DeviceList Read(NvmlLibrary nvml)
    {
        NvmlResult<uint> count = nvml.DeviceCount();
        if (!count.IsSuccess)
        {
            return new(count.Code, null, 0);
        }

        int? cuda = nvml.CudaDriverVersion().OrNull();
        string? driver = nvml.DriverVersion().OrNull();
        DriverVersions? versions = driver is null
            ? null
            : new DriverVersions(driver, nvml.NvmlVersion().OrNull(), cuda is int version ? $"{version / 1000}.{version % 1000 / 10}" : null);
        return new(NvmlReturn.Success, versions, Math.Min(count.Value, Most));
    }
}
