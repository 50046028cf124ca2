using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Functions;

/// <summary>Running processes, in the present struct and in the 16-byte one of the unsuffixed exports.</summary>
internal static unsafe class ProcessFunctions
{
    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        Bodies.PP present = (in CallTarget target, void* count, void* list) => List(driver, target, (uint*)count, (NvmlProcessInfo*)list, null);
        Bodies.PP old = (in CallTarget target, void* count, void* list) => List(driver, target, (uint*)count, null, (NvmlProcessInfoV1*)list);
        table.Add(NvmlFunction.DeviceGetComputeRunningProcesses_v3, TargetKind.Device, present);
        table.Add(NvmlFunction.DeviceGetComputeRunningProcesses_v2, TargetKind.Device, present);
        table.Add(NvmlFunction.DeviceGetComputeRunningProcesses, TargetKind.Device, old);
        table.Add(NvmlFunction.DeviceGetGraphicsRunningProcesses_v3, TargetKind.Device, None);
        table.Add(NvmlFunction.DeviceGetGraphicsRunningProcesses_v2, TargetKind.Device, None);
        table.Add(NvmlFunction.DeviceGetGraphicsRunningProcesses, TargetKind.Device, None);
    }

    /// <summary>No simulated process draws.</summary>
    private static NvmlReturn None(in CallTarget target, void* count, void* list) => Answer.With(count, 0u);

    private static NvmlReturn List(SimulatedDriver driver, in CallTarget target, uint* count, NvmlProcessInfo* present, NvmlProcessInfoV1* old)
    {
        if (count == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        if (target.Compute is null && target.Gpu!.MigEnabled && !driver.Plan.Privileged)
        {
            return NvmlReturn.NoPermission;
        }

        uint room = present == null && old == null ? 0 : *count;
        uint found = 0;
        foreach (ResidentProcess resident in target.Gpu!.Processes)
        {
            if (target.Compute is { } mig && !resident.IsOn((uint)mig.Parent.Id, (uint)mig.Id))
            {
                continue;
            }

            if (found < room)
            {
                Write(resident, found, present, old);
            }

            found++;
        }

        *count = found;
        return found <= room ? NvmlReturn.Success : NvmlReturn.InsufficientSize;
    }

    private static void Write(ResidentProcess resident, uint index, NvmlProcessInfo* present, NvmlProcessInfoV1* old)
    {
        if (old != null)
        {
            old[index] = new NvmlProcessInfoV1 { Pid = resident.Process.Pid, UsedGpuMemory = resident.Process.MemoryBytes };
            return;
        }

        present[index] = new NvmlProcessInfo
        {
            Pid = resident.Process.Pid,
            UsedGpuMemory = resident.Process.MemoryBytes,
            GpuInstanceId = resident.GpuInstanceId,
            ComputeInstanceId = resident.ComputeInstanceId,
        };
    }
}
