using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>PCIe, NVLink, and who is near whom.</summary>
internal static unsafe class LinkFunctions
{
    private const uint RemoteSwitch = 2;
    private const uint RemoteGpu = 0;
    private const uint SameNode = 40;
    private const uint AcrossNodes = 50;
    private const uint P2PNotSupported = 5;

    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.Add(NvmlFunction.DeviceGetPcieReplayCounter, TargetKind.Gpu, static (in CallTarget target, void* count) => Answer.With(count, target.Gpu!.Reliability.PcieReplays));
        table.Add(NvmlFunction.DeviceGetCurrPcieLinkGeneration, TargetKind.Gpu, static (in CallTarget target, void* generation) => Answer.With(generation, (uint)target.Gpu!.Physics.PcieGeneration));
        table.Add(NvmlFunction.DeviceGetMaxPcieLinkGeneration, TargetKind.Gpu, static (in CallTarget target, void* generation) => Answer.With(generation, (uint)target.Gpu!.Physics.PcieGeneration));
        table.Add(NvmlFunction.DeviceGetCurrPcieLinkWidth, TargetKind.Gpu, static (in CallTarget target, void* lanes) => Answer.With(lanes, (uint)target.Gpu!.Plan.PcieWidth));
        table.Add(NvmlFunction.DeviceGetMaxPcieLinkWidth, TargetKind.Gpu, static (in CallTarget target, void* lanes) => Answer.With(lanes, 16u));
        table.Add(NvmlFunction.DeviceGetNvLinkState, TargetKind.Gpu, static (in CallTarget target, uint link, void* active) =>
            Link(target.Gpu!, link) is var code and not NvmlReturn.Success ? code : Answer.With(active, 1u));
        table.Add(NvmlFunction.DeviceGetNvLinkRemoteDeviceType, TargetKind.Gpu, static (in CallTarget target, uint link, void* type) =>
            Link(target.Gpu!, link) is var code and not NvmlReturn.Success ? code : Answer.With(type, target.Gpu!.Physics.Switched ? RemoteSwitch : RemoteGpu));
        table.Add(NvmlFunction.DeviceGetNvLinkRemotePciInfo_v2, TargetKind.Gpu, static (in CallTarget target, uint link, void* pci) =>
            Link(target.Gpu!, link) is var code and not NvmlReturn.Success ? code : Answer.With(pci, Remote(target.Gpu!, link)));
        table.Add(NvmlFunction.DeviceGetTopologyCommonAncestor, TargetKind.Gpu, (in CallTarget target, nint other, void* level) =>
            Find(driver, other) is { } gpu ? Answer.With(level, Level(target.Gpu!, gpu)) : NvmlReturn.InvalidArgument);
        table.Add(NvmlFunction.DeviceGetTopologyNearestGpus, TargetKind.Gpu, (in CallTarget target, uint level, void* count, void* devices) =>
            Nearest(driver, target.Gpu!, level, (uint*)count, (nint*)devices));
        table.Add(NvmlFunction.DeviceOnSameBoard, TargetKind.Gpu, (in CallTarget target, nint other, void* same) =>
            Find(driver, other) is { } gpu ? Answer.With(same, gpu == target.Gpu ? 1 : 0) : NvmlReturn.InvalidArgument);
        table.Add(NvmlFunction.DeviceGetP2PStatus, TargetKind.Gpu, (in CallTarget target, nint other, uint index, void* status) =>
            Find(driver, other) is { } gpu && index <= 4 ? Answer.With(status, P2P(target.Gpu!, gpu, index)) : NvmlReturn.InvalidArgument);
    }

    private static NvmlReturn Link(SimulatedGpu gpu, uint link) =>
        gpu.Physics.NvLinks == 0 ? NvmlReturn.NotSupported : link < gpu.Physics.NvLinks ? NvmlReturn.Success : NvmlReturn.InvalidArgument;

    /// <summary>Links are dealt round robin over the switches, or go to the neighbour where there are none.</summary>
    private static NvmlPciInfo Remote(SimulatedGpu gpu, uint link)
    {
        uint bus = gpu.Physics.Switched ? 0xB0 + (link % 4) : (uint)gpu.Driver.Gpus[(gpu.Index ^ 1) % gpu.Driver.GpuCount].Bus;
        NvmlPciInfo pci = new() { Bus = bus, PciDeviceId = gpu.Physics.Switched ? 0x22A310DE : gpu.Board.PciDeviceId };
        NvmlText.TryWrite($"00000000:{bus:X2}:00.0", new Span<byte>(&pci.BusId, sizeof(NvmlBytes32)));
        NvmlText.TryWrite($"0000:{bus:X2}:00.0", new Span<byte>(&pci.BusIdLegacy, sizeof(NvmlBytes16)));
        return pci;
    }

    private static SimulatedGpu? Find(SimulatedDriver driver, nint handle) =>
        HandleSpace.TrySplit(handle, out int index, out int mig) && mig < 0 && index < driver.GpuCount ? driver.Gpus[index] : null;

    private static uint Level(SimulatedGpu one, SimulatedGpu other) =>
        one == other ? 0 : one.Plan.NumaNode == other.Plan.NumaNode ? SameNode : AcrossNodes;

    private static NvmlReturn Nearest(SimulatedDriver driver, SimulatedGpu gpu, uint level, uint* count, nint* devices)
    {
        if (count == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        uint room = *count;
        uint found = 0;
        foreach (SimulatedGpu other in driver.Gpus)
        {
            if (other == gpu || Level(gpu, other) > level)
            {
                continue;
            }

            if (devices != null && found < room)
            {
                devices[found] = other.Handle;
            }

            found++;
        }

        *count = found;
        return NvmlReturn.Success;
    }

    /// <summary>A GPU in MIG mode talks to no peer.</summary>
    private static uint P2P(SimulatedGpu one, SimulatedGpu other, uint index)
    {
        bool linked = one.Physics.NvLinks > 0 && other.Physics.NvLinks > 0;
        return one.MigEnabled || other.MigEnabled || (index == 2 && !linked) ? P2PNotSupported : 0;
    }
}
