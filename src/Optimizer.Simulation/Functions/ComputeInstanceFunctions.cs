using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Functions;

/// <summary>Compute instances: profiles, create, list, describe, destroy. All of it privileged except the descriptions.</summary>
internal static unsafe class ComputeInstanceFunctions
{
    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.Add(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo, TargetKind.GpuInstance, static (in CallTarget target, uint number, uint engines, void* info) =>
        {
            NvmlReturn code = Find(target.Instance!, number, engines, out int width);
            return code == NvmlReturn.Success ? Answer.With(info, Plain(target.Instance!, width)) : code;
        });
        table.Add(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfoV, TargetKind.GpuInstance, (in CallTarget target, uint number, uint engines, void* info) =>
            Versioned(driver, target.Instance!, number, engines, info));
        table.Add(NvmlFunction.GpuInstanceGetComputeInstancePossiblePlacements, TargetKind.GpuInstance, static (in CallTarget target, uint id, void* list, void* count) =>
            Placements(target.Instance!, id, (NvmlComputeInstancePlacement*)list, (uint*)count));
        table.Add(NvmlFunction.GpuInstanceGetComputeInstanceRemainingCapacity, TargetKind.GpuInstance, static (in CallTarget target, uint id, void* count) =>
            Width(target.Instance!, id) is > 0 and int width
                ? Answer.With(count, (uint)MigPartitions.RemainingComputeCapacity(target.Instance!, width))
                : NvmlReturn.InvalidArgument);
        table.Add(NvmlFunction.GpuInstanceCreateComputeInstance, TargetKind.GpuInstance, (in CallTarget target, uint id, void* handle) =>
            Create(driver, target.Instance!, id, null, handle));
        table.Add(NvmlFunction.GpuInstanceCreateComputeInstanceWithPlacement, TargetKind.GpuInstance, (in CallTarget target, uint id, void* placement, void* handle) =>
            placement == null ? NvmlReturn.InvalidArgument : Create(driver, target.Instance!, id, (NvmlComputeInstancePlacement*)placement, handle));
        table.Add(NvmlFunction.GpuInstanceGetComputeInstances, TargetKind.GpuInstance, (in CallTarget target, uint id, void* list, void* count) =>
            List(driver, target.Instance!, id, (nint*)list, (uint*)count));
        table.Add(NvmlFunction.GpuInstanceGetComputeInstanceById, TargetKind.GpuInstance, (in CallTarget target, uint id, void* handle) =>
            target.Instance!.ComputeInstances.Find(compute => compute.Id == id) is { } found ? Answer.With(handle, driver.HandleOf(found)) : NvmlReturn.NotFound);
        table.Add(NvmlFunction.ComputeInstanceGetInfo_v2, TargetKind.ComputeInstance, (in CallTarget target, void* info) => Answer.With(info, new NvmlComputeInstanceInfo
        {
            Device = target.Gpu!.Handle,
            GpuInstance = driver.HandleOf(target.Instance!),
            Id = (uint)target.Compute!.Id,
            ProfileId = ComputeProfile.Id(target.Compute.Width),
            Placement = new NvmlComputeInstancePlacement { Start = (uint)target.Compute.Start, Size = (uint)target.Compute.Width },
        }));
        table.Add(NvmlFunction.ComputeInstanceDestroy, TargetKind.ComputeInstance, (in CallTarget target) =>
            driver.Plan.Privileged ? driver.Destroy(target.Compute!) : NvmlReturn.NoPermission);
    }

    private static int Width(GpuInstance instance, uint id) => ComputeProfile.Width(id, instance.Profile.ComputeSlices);

    private static NvmlReturn Find(GpuInstance instance, uint number, uint engines, out int width)
    {
        width = 0;
        if (number >= ComputeProfile.EnumCount || engines > 0)
        {
            return NvmlReturn.InvalidArgument;
        }

        width = Width(instance, number);
        return width > 0 ? NvmlReturn.Success : NvmlReturn.NotSupported;
    }

    private static NvmlReturn Placements(GpuInstance instance, uint id, NvmlComputeInstancePlacement* list, uint* count)
    {
        int width = Width(instance, id);
        if (width == 0 || count == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        uint places = (uint)ComputeProfile.MaxInstances(width, instance.Profile.ComputeSlices);
        if (list != null && *count < places)
        {
            return NvmlReturn.InsufficientSize;
        }

        for (int position = 0; list != null && position < places; position++)
        {
            list[position] = new NvmlComputeInstancePlacement { Start = (uint)ComputeProfile.Start(width, position), Size = (uint)width };
        }

        *count = places;
        return NvmlReturn.Success;
    }

    private static NvmlReturn Create(SimulatedDriver driver, GpuInstance instance, uint id, NvmlComputeInstancePlacement* placement, void* handle)
    {
        int width = Width(instance, id);
        bool illegal = placement != null && (placement->Size != width || placement->Start > 16);
        if (width == 0 || illegal || handle == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        if (!driver.Plan.Privileged)
        {
            return NvmlReturn.NoPermission;
        }

        NvmlReturn code = driver.CreateCompute(instance, width, placement == null ? null : (int)placement->Start, out ComputeInstance? created);
        return code == NvmlReturn.Success ? Answer.With(handle, driver.HandleOf(created!)) : code;
    }

    private static NvmlReturn List(SimulatedDriver driver, GpuInstance instance, uint id, nint* list, uint* count)
    {
        int width = Width(instance, id);
        if (width == 0 || list == null || count == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        uint found = 0;
        foreach (ComputeInstance compute in instance.ComputeInstances)
        {
            if (compute.Width == width)
            {
                list[found++] = driver.HandleOf(compute);
            }
        }

        *count = found;
        return NvmlReturn.Success;
    }

    private static NvmlReturn Versioned(SimulatedDriver driver, GpuInstance instance, uint number, uint engines, void* info)
    {
        uint version = Answer.Version(info);
        bool third = version == NvmlComputeInstanceProfileInfoV3.VersionWord && driver.Branch >= DriverAge.ProfileInfoV3;
        if (version != NvmlComputeInstanceProfileInfoV2.VersionWord && !third)
        {
            return info == null ? NvmlReturn.InvalidArgument : NvmlReturn.ArgumentVersionMismatch;
        }

        NvmlReturn code = Find(instance, number, engines, out int width);
        if (code != NvmlReturn.Success)
        {
            return code;
        }

        // The second version is the third without its last field.
        NvmlComputeInstanceProfileInfoV3 full = Full(instance, width, version);
        Buffer.MemoryCopy(&full, info, sizeof(NvmlComputeInstanceProfileInfoV3), third ? sizeof(NvmlComputeInstanceProfileInfoV3) : sizeof(NvmlComputeInstanceProfileInfoV2));
        return NvmlReturn.Success;
    }

    private static NvmlComputeInstanceProfileInfo Plain(GpuInstance instance, int width)
    {
        BoardProfile profile = instance.Profile;
        return new NvmlComputeInstanceProfileInfo
        {
            Id = ComputeProfile.Id(width),
            SliceCount = (uint)width,
            InstanceCount = (uint)ComputeProfile.MaxInstances(width, profile.ComputeSlices),
            MultiprocessorCount = (uint)new ComputeInstance(instance, 0, width, 0, "").Multiprocessors,
            SharedCopyEngineCount = (uint)profile.CopyEngines,
            SharedDecoderCount = (uint)profile.Decoders,
            SharedEncoderCount = (uint)profile.Encoders,
            SharedJpegCount = (uint)profile.Jpeg,
            SharedOfaCount = (uint)profile.OpticalFlow,
        };
    }

    private static NvmlComputeInstanceProfileInfoV3 Full(GpuInstance instance, int width, uint version)
    {
        NvmlComputeInstanceProfileInfo plain = Plain(instance, width);
        NvmlComputeInstanceProfileInfoV3 info = new()
        {
            Version = version,
            Id = plain.Id,
            SliceCount = plain.SliceCount,
            InstanceCount = plain.InstanceCount,
            MultiprocessorCount = plain.MultiprocessorCount,
            SharedCopyEngineCount = plain.SharedCopyEngineCount,
            SharedDecoderCount = plain.SharedDecoderCount,
            SharedEncoderCount = plain.SharedEncoderCount,
            SharedJpegCount = plain.SharedJpegCount,
            SharedOfaCount = plain.SharedOfaCount,
            Capabilities = instance.Profile.Name.EndsWith("+gfx", StringComparison.Ordinal) ? 1u : 0u,
        };
        string name = new ComputeInstance(instance, 0, width, 0, "").ProfileName;
        NvmlText.TryWrite("MIG " + name, new Span<byte>(&info.Name, sizeof(NvmlBytes96)));
        return info;
    }
}
