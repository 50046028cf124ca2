using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Functions;

/// <summary>MIG mode and MIG devices.</summary>
internal static unsafe class MigDeviceFunctions
{
    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.Add(NvmlFunction.DeviceGetMigMode, TargetKind.Gpu, static (in CallTarget target, void* current, void* pending) =>
            Answer.With(current, target.Gpu!.MigEnabled ? 1u : 0u, pending, target.Gpu.MigPending ? 1u : 0u));
        table.Add(NvmlFunction.DeviceSetMigMode, TargetKind.Gpu, (in CallTarget target, uint mode, void* activation) =>
        {
            if (mode > 1 || activation == null)
            {
                return NvmlReturn.InvalidArgument;
            }

            // The call's own code only says that the request was taken; what came of it is in the out value.
            return driver.Plan.Privileged ? Answer.With(activation, driver.SetMigMode(target.Gpu!, mode == 1)) : NvmlReturn.NoPermission;
        });
        table.Add(NvmlFunction.DeviceGetMaxMigDeviceCount, TargetKind.Gpu, static (in CallTarget target, void* count) =>
            Answer.With(count, target.Gpu!.MigEnabled ? (uint)target.Gpu.Board.ComputeSlices : 0u));
        table.Add(NvmlFunction.DeviceGetMigDeviceHandleByIndex, TargetKind.Gpu, static (in CallTarget target, uint index, void* device) =>
        {
            SimulatedGpu gpu = target.Gpu!;
            if (!gpu.MigEnabled)
            {
                return NvmlReturn.NotSupported;
            }

            ReadOnlySpan<ComputeInstance?> devices = gpu.Partitions.Devices;
            return index >= devices.Length ? NvmlReturn.InvalidArgument
                : devices[(int)index] is null ? NvmlReturn.NotFound
                : Answer.With(device, HandleSpace.MigDevice(gpu.Index, (int)index));
        });
        table.Add(NvmlFunction.DeviceIsMigDeviceHandle, TargetKind.Device, static (in CallTarget target, void* answer) => Answer.With(answer, target.Compute is null ? 0u : 1u));
        table.Add(NvmlFunction.DeviceGetDeviceHandleFromMigDeviceHandle, TargetKind.Device, static (in CallTarget target, void* device) =>
            target.Compute is null ? NvmlReturn.InvalidArgument : Answer.With(device, target.Gpu!.Handle));
        table.Add(NvmlFunction.DeviceGetGpuInstanceId, TargetKind.Device, static (in CallTarget target, void* id) =>
            target.Compute is { } mig ? Answer.With(id, (uint)mig.Parent.Id) : NvmlReturn.NotSupported);
        table.Add(NvmlFunction.DeviceGetComputeInstanceId, TargetKind.Device, static (in CallTarget target, void* id) =>
            target.Compute is { } mig ? Answer.With(id, (uint)mig.Id) : NvmlReturn.NotSupported);
        table.Add(NvmlFunction.DeviceGetAttributes_v2, TargetKind.Device, static (in CallTarget target, void* attributes) =>
            target.Compute is { } mig ? Answer.With(attributes, Attributes(mig)) : NvmlReturn.NotSupported);
    }

    private static NvmlDeviceAttributes Attributes(ComputeInstance mig) => new()
    {
        MultiprocessorCount = (uint)mig.Multiprocessors,
        SharedCopyEngineCount = (uint)mig.Parent.Profile.CopyEngines,
        SharedDecoderCount = (uint)mig.Parent.Profile.Decoders,
        SharedEncoderCount = (uint)mig.Parent.Profile.Encoders,
        SharedJpegCount = (uint)mig.Parent.Profile.Jpeg,
        SharedOfaCount = (uint)mig.Parent.Profile.OpticalFlow,
        GpuInstanceSliceCount = (uint)mig.Parent.Profile.ComputeSlices,
        ComputeInstanceSliceCount = (uint)mig.Width,
        MemorySizeMB = (ulong)mig.Parent.Profile.MemoryMib,
    };
}
