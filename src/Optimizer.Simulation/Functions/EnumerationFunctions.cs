using System.Runtime.InteropServices;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Functions;

/// <summary>How devices are found.</summary>
internal static unsafe class EnumerationFunctions
{
    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.AddGlobal(NvmlFunction.DeviceGetCount_v2, TargetKind.Session, (in CallTarget _, void* count) => Answer.With(count, (uint)driver.GpuCount));
        table.AddGlobal(NvmlFunction.DeviceGetHandleByIndex_v2, TargetKind.Session, (in CallTarget _, uint index, void* device) =>
            index >= (uint)driver.GpuCount ? NvmlReturn.InvalidArgument : Handle(driver, (int)index, device));
        table.AddGlobal(NvmlFunction.DeviceGetHandleByUUID, TargetKind.Session, (in CallTarget _, void* uuid, void* device) => ByUuid(driver, uuid, device));
        table.AddGlobal(NvmlFunction.DeviceGetHandleByPciBusId_v2, TargetKind.Session, (in CallTarget _, void* busId, void* device) => ByBusId(driver, busId, device));
    }

    /// <summary>A GPU that fell off the bus is still counted, but asking for it answers as its calls do.</summary>
    private static NvmlReturn Handle(SimulatedDriver driver, int index, void* device) =>
        driver.Gpus[index].Lost ? NvmlReturn.GpuIsLost : Answer.With(device, driver.Gpus[index].Handle);

    private static NvmlReturn ByUuid(SimulatedDriver driver, void* text, void* device)
    {
        if (text == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        string uuid = Marshal.PtrToStringAnsi((nint)text) ?? "";
        foreach (SimulatedGpu gpu in driver.Gpus)
        {
            if (gpu.Uuid == uuid)
            {
                return Handle(driver, gpu.Index, device);
            }

            foreach (ComputeInstance? compute in gpu.Partitions.Devices)
            {
                if (compute is not null && compute.Uuid == uuid)
                {
                    return gpu.Lost ? NvmlReturn.GpuIsLost : Answer.With(device, HandleSpace.MigDevice(gpu.Index, compute.MigIndex));
                }
            }
        }

        return NvmlReturn.NotFound;
    }

    private static NvmlReturn ByBusId(SimulatedDriver driver, void* text, void* device)
    {
        if (text == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        string busId = Marshal.PtrToStringAnsi((nint)text) ?? "";
        foreach (SimulatedGpu gpu in driver.Gpus)
        {
            // A four-digit domain and lower case are accepted, as the library does.
            if (busId.Length >= 12 && gpu.BusId.EndsWith(busId, StringComparison.OrdinalIgnoreCase))
            {
                return Handle(driver, gpu.Index, device);
            }
        }

        return NvmlReturn.NotFound;
    }
}
