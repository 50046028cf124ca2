using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>What a device is.</summary>
internal static unsafe class IdentityFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add(NvmlFunction.DeviceGetName, TargetKind.Device, static (in CallTarget target, void* text, uint length) =>
            Answer.Text(text, length, target.Compute is { } mig ? $"{target.Gpu!.Physics.ProductName} MIG {mig.ProfileName}" : target.Gpu!.Physics.ProductName));
        table.Add(NvmlFunction.DeviceGetUUID, TargetKind.Device, static (in CallTarget target, void* text, uint length) =>
            Answer.Text(text, length, target.Compute?.Uuid ?? target.Gpu!.Uuid));
        table.Add(NvmlFunction.DeviceGetIndex, TargetKind.Device, static (in CallTarget target, void* index) =>
            Answer.With(index, (uint)(target.Compute?.MigIndex ?? target.Gpu!.Index)));
        table.Add(NvmlFunction.DeviceGetSerial, TargetKind.Gpu, static (in CallTarget target, void* text, uint length) => Answer.Text(text, length, target.Gpu!.Serial));
        table.Add(NvmlFunction.DeviceGetMinorNumber, TargetKind.Gpu, static (in CallTarget target, void* minor) => Answer.With(minor, (uint)target.Gpu!.Index));
        table.Add(NvmlFunction.DeviceGetPciInfo_v3, TargetKind.Device, static (in CallTarget target, void* pci) => Answer.With(pci, Pci(target.Gpu!)));
        table.Add(NvmlFunction.DeviceGetArchitecture, TargetKind.Device, static (in CallTarget target, void* architecture) =>
            Answer.With(architecture, target.Gpu!.Board.Architecture));
        table.Add(NvmlFunction.DeviceGetCudaComputeCapability, TargetKind.Device, static (in CallTarget target, void* major, void* minor) =>
            Answer.With(major, target.Gpu!.Board.ComputeCapabilityMajor, minor, target.Gpu.Board.ComputeCapabilityMinor));
        table.Add(NvmlFunction.DeviceGetNumGpuCores, TargetKind.Gpu, static (in CallTarget target, void* cores) => target.Gpu!.MigEnabled
            ? NvmlReturn.NotSupported
            : Answer.With(cores, (uint)(target.Gpu.Board.Multiprocessors * target.Gpu.Physics.CoresPerMultiprocessor)));
        table.Add(NvmlFunction.DeviceGetVbiosVersion, TargetKind.Gpu, static (in CallTarget target, void* text, uint length) =>
            Answer.Text(text, length, target.Gpu!.IsHopperOrNewer ? "96.00.A5.00.01" : "92.00.45.00.05"));
        table.Add(NvmlFunction.DeviceGetPersistenceMode, TargetKind.Gpu, static (in CallTarget target, void* mode) =>
            Answer.With(mode, target.Gpu!.Persistence ? 1u : 0u));
        table.Add(NvmlFunction.DeviceSetPersistenceMode, TargetKind.Gpu, static (in CallTarget target, uint mode) =>
        {
            target.Gpu!.Persistence = mode == 1;
            return mode > 1 ? NvmlReturn.InvalidArgument : NvmlReturn.Success;
        });
        table.Add(NvmlFunction.DeviceGetGspFirmwareVersion, TargetKind.Gpu, static (in CallTarget target, void* text) => target.Gpu!.IsHopperOrNewer
            ? Answer.Text(text, 80, target.Gpu.Driver.DriverVersion)
            : NvmlReturn.NotSupported);
    }

    private static NvmlPciInfo Pci(SimulatedGpu gpu)
    {
        NvmlPciInfo pci = new() { Domain = 0, Bus = (uint)gpu.Bus, Device = 0, PciDeviceId = gpu.Board.PciDeviceId, PciSubSystemId = 0x10DE };
        NvmlText.TryWrite(gpu.BusId, new Span<byte>(&pci.BusId, sizeof(NvmlBytes32)));
        NvmlText.TryWrite(gpu.BusId[4..], new Span<byte>(&pci.BusIdLegacy, sizeof(NvmlBytes16)));
        return pci;
    }
}
