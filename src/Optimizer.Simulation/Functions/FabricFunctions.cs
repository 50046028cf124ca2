using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;

namespace Optimizer.Simulation.Functions;

/// <summary>Membership in an NVLink fabric: Hopper and newer behind switches. A fabric of one node has a cluster id of zeros.</summary>
internal static unsafe class FabricFunctions
{
    private const byte Completed = 3;

    /// <summary>Health bits: two-bit states, 1 meaning "false", that is nothing degraded, nothing in recovery, nothing misconfigured.</summary>
    private const uint Healthy = 0x155;

    private const byte HealthSummaryHealthy = 1;

    public static void AddTo(FunctionTable table)
    {
        table.Add(NvmlFunction.DeviceGetGpuFabricInfo, TargetKind.Gpu, static (in CallTarget target, void* info) =>
            IsMember(target.Gpu!) ? Answer.With(info, new NvmlGpuFabricInfo { State = Completed }) : NvmlReturn.NotSupported);
        table.Add(NvmlFunction.DeviceGetGpuFabricInfoV, TargetKind.Gpu, Versioned);
    }

    private static NvmlReturn Versioned(in CallTarget target, void* info)
    {
        SimulatedGpu gpu = target.Gpu!;
        uint version = Answer.Version(info);
        bool knows = version == NvmlGpuFabricInfoV2.VersionWord || (version == NvmlGpuFabricInfoV3.VersionWord && gpu.Driver.Branch >= DriverAge.FabricInfoV3);
        if (!knows)
        {
            return info == null ? NvmlReturn.InvalidArgument : NvmlReturn.ArgumentVersionMismatch;
        }

        if (!IsMember(gpu))
        {
            return NvmlReturn.NotSupported;
        }

        return version == NvmlGpuFabricInfoV2.VersionWord
            ? Answer.With(info, new NvmlGpuFabricInfoV2 { Version = version, State = Completed, HealthMask = Healthy })
            : Answer.With(info, new NvmlGpuFabricInfoV3 { Version = version, State = Completed, HealthMask = Healthy, HealthSummary = HealthSummaryHealthy });
    }

    private static bool IsMember(SimulatedGpu gpu) => gpu.IsHopperOrNewer && gpu.Physics.Switched;
}
