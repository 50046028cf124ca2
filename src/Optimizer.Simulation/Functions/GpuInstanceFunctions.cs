using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Functions;

/// <summary>GPU instances: create, list, describe, destroy.</summary>
internal static unsafe class GpuInstanceFunctions
{
    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.Add(NvmlFunction.DeviceCreateGpuInstance, TargetKind.Gpu, (in CallTarget target, uint id, void* handle) => Create(driver, target.Gpu!, id, null, handle));
        table.Add(NvmlFunction.DeviceCreateGpuInstanceWithPlacement, TargetKind.Gpu, (in CallTarget target, uint id, void* placement, void* handle) =>
        {
            if (placement == null)
            {
                return NvmlReturn.InvalidArgument;
            }

            NvmlGpuInstancePlacement wanted = *(NvmlGpuInstancePlacement*)placement;
            return wanted.Start > 64 || wanted.Size > 64
                ? NvmlReturn.InvalidArgument
                : Create(driver, target.Gpu!, id, new BoardPlacement((int)wanted.Start, (int)wanted.Size), handle);
        });
        table.Add(NvmlFunction.DeviceGetGpuInstances, TargetKind.Gpu, (in CallTarget target, uint id, void* list, void* count) => List(driver, target.Gpu!, id, (nint*)list, (uint*)count));
        table.Add(NvmlFunction.DeviceGetGpuInstanceById, TargetKind.Gpu, (in CallTarget target, uint id, void* handle) =>
            !driver.Plan.Privileged ? NvmlReturn.NoPermission
            : !target.Gpu!.MigEnabled ? NvmlReturn.NotSupported
            : target.Gpu.Partitions.Find(id) is { } instance ? Answer.With(handle, driver.HandleOf(instance))
            : NvmlReturn.NotFound);
        table.Add(NvmlFunction.GpuInstanceGetInfo, TargetKind.GpuInstance, static (in CallTarget target, void* info) => Answer.With(info, new NvmlGpuInstanceInfo
        {
            Device = target.Gpu!.Handle,
            Id = (uint)target.Instance!.Id,
            ProfileId = (uint)target.Instance.Profile.Id,
            Placement = new NvmlGpuInstancePlacement { Start = (uint)target.Instance.Placement.Start, Size = (uint)target.Instance.Placement.Size },
        }));
        table.Add(NvmlFunction.GpuInstanceDestroy, TargetKind.GpuInstance, (in CallTarget target) =>
            driver.Plan.Privileged ? Destroy(driver, target.Instance!) : NvmlReturn.NoPermission);
    }

    private static NvmlReturn Create(SimulatedDriver driver, SimulatedGpu gpu, uint id, BoardPlacement? placement, void* handle)
    {
        if (handle == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        NvmlReturn code = gpu.MigEnabled ? ProfileFunctions.ById(driver, gpu, id, out BoardProfile? profile) : Off(out profile);
        if (code != NvmlReturn.Success)
        {
            return code;
        }

        code = driver.CreateInstance(gpu, profile!, placement, out GpuInstance? created);
        if (code != NvmlReturn.Success)
        {
            return code;
        }

        driver.Reconfigured(gpu, profile!, created: true);
        return Answer.With(handle, driver.HandleOf(created!));
    }

    private static NvmlReturn Destroy(SimulatedDriver driver, GpuInstance instance)
    {
        NvmlReturn code = driver.Destroy(instance);
        if (code == NvmlReturn.Success)
        {
            driver.Reconfigured(instance.Gpu, instance.Profile, created: false);
        }

        return code;
    }

    private static NvmlReturn Off(out BoardProfile? profile)
    {
        profile = null;
        return NvmlReturn.NotSupported;
    }

    /// <summary>The count is output only: the caller sizes its buffer by the profile's instance count.</summary>
    private static NvmlReturn List(SimulatedDriver driver, SimulatedGpu gpu, uint id, nint* list, uint* count)
    {
        NvmlReturn code = ProfileFunctions.ById(driver, gpu, id, out BoardProfile? profile);
        if (code != NvmlReturn.Success || list == null || count == null)
        {
            return code == NvmlReturn.Success ? NvmlReturn.InvalidArgument : code;
        }

        if (!gpu.MigEnabled)
        {
            return NvmlReturn.NotSupported;
        }

        uint found = 0;
        foreach (GpuInstance instance in gpu.Partitions.GpuInstances)
        {
            if (instance.Profile.Id == profile!.Id)
            {
                list[found++] = driver.HandleOf(instance);
            }
        }

        *count = found;
        return NvmlReturn.Success;
    }
}
