using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>Device memory of a GPU or of a MIG device.</summary>
internal static class MemoryReader
{
    // A variant apart from the GPU's own, so that a refusal on one kind of handle does not silence the other.
    private const uint OnMigHandle = 1;

    public static MemoryUse? Read(GpuProbe gpu) => Read(gpu, gpu.Device, 0);

    public static MemoryUse? ReadInstance(GpuProbe gpu, nint migDevice) => Read(gpu, migDevice, OnMigHandle);

    private static MemoryUse? Read(GpuProbe gpu, nint handle, uint variant)
    {
        if (gpu.MayAsk(NvmlFunction.DeviceGetMemoryInfo_v2, variant))
        {
            NvmlResult<NvmlMemoryV2> v2 = gpu.Nvml.MemoryInfoV2(handle);
            if (v2.Code is NvmlReturn.InvalidArgument or NvmlReturn.ArgumentVersionMismatch)
            {
                // A driver that has the export but not this struct: remember and use the older call.
                gpu.Accept(NvmlFunction.DeviceGetMemoryInfo_v2, variant, NvmlReturn.NotSupported);
            }
            else if (gpu.Accept(NvmlFunction.DeviceGetMemoryInfo_v2, variant, v2.Code))
            {
                return new MemoryUse(v2.Value.Total, v2.Value.Used, v2.Value.Reserved);
            }
        }

        if (!gpu.MayAsk(NvmlFunction.DeviceGetMemoryInfo, variant))
        {
            return null;
        }

        NvmlResult<NvmlMemory> v1 = gpu.Nvml.MemoryInfo(handle);
        return gpu.Accept(NvmlFunction.DeviceGetMemoryInfo, variant, v1.Code)
            ? new MemoryUse(v1.Value.Total, v1.Value.Used, null)
            : null;
    }
}
