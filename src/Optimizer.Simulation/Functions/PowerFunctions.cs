using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Power, energy, clocks. Always of the whole board.</summary>
internal static unsafe class PowerFunctions
{
    private const ulong KnownReasons = 0x1FF;

    public static void AddTo(FunctionTable table)
    {
        table.Add(NvmlFunction.DeviceGetPowerUsage, TargetKind.Gpu, static (in CallTarget target, void* power) => Answer.With(power, target.Gpu!.Power.Milliwatts));
        table.Add(NvmlFunction.DeviceGetTotalEnergyConsumption, TargetKind.Gpu, static (in CallTarget target, void* energy) =>
            Answer.With(energy, target.Gpu!.Power.Millijoules(target.Gpu.Driver.CallTime)));
        table.Add(NvmlFunction.DeviceGetEnforcedPowerLimit, TargetKind.Gpu, static (in CallTarget target, void* limit) => Answer.With(limit, (uint)(target.Gpu!.Power.LimitWatts * 1000)));
        table.Add(NvmlFunction.DeviceGetPowerManagementLimit, TargetKind.Gpu, static (in CallTarget target, void* limit) => Answer.With(limit, (uint)(target.Gpu!.Power.LimitWatts * 1000)));
        table.Add(NvmlFunction.DeviceGetPowerManagementDefaultLimit, TargetKind.Gpu, static (in CallTarget target, void* limit) =>
            Answer.With(limit, (uint)target.Gpu!.Physics.PowerLimitWatts * 1000));
        table.Add(NvmlFunction.DeviceGetPowerManagementLimitConstraints, TargetKind.Gpu, static (in CallTarget target, void* lowest, void* highest) =>
            Answer.With(lowest, (uint)target.Gpu!.Physics.MinPowerLimitWatts * 1000, highest, (uint)target.Gpu.Physics.PowerLimitWatts * 1000));
        table.Add(NvmlFunction.DeviceGetClockInfo, TargetKind.Device, static (in CallTarget target, uint type, void* clock) => type switch
        {
            0 or 1 => Answer.With(clock, (uint)target.Gpu!.Power.ClockMhz),
            2 => Answer.With(clock, (uint)target.Gpu!.Physics.MemoryClockMhz),
            3 => Answer.With(clock, (uint)(target.Gpu!.Power.ClockMhz * 9 / 10)),
            _ => NvmlReturn.InvalidArgument,
        });
        table.Add(NvmlFunction.DeviceGetMaxClockInfo, TargetKind.Gpu, static (in CallTarget target, uint type, void* clock) => type switch
        {
            0 or 1 => Answer.With(clock, (uint)target.Gpu!.Physics.MaxClockMhz),
            2 => Answer.With(clock, (uint)target.Gpu!.Physics.MemoryClockMhz),
            3 => Answer.With(clock, (uint)(target.Gpu!.Physics.MaxClockMhz * 9 / 10)),
            _ => NvmlReturn.InvalidArgument,
        });

        // Data-centre boards stay in P0; idling shows in the clocks and the event reasons.
        table.Add(NvmlFunction.DeviceGetPerformanceState, TargetKind.Gpu, static (in CallTarget target, void* state) => Answer.With(state, 0u));
        table.Add(NvmlFunction.DeviceGetCurrentClocksEventReasons, TargetKind.Gpu, Reasons);
        table.Add(NvmlFunction.DeviceGetCurrentClocksThrottleReasons, TargetKind.Gpu, Reasons);
        table.Add(NvmlFunction.DeviceGetSupportedClocksEventReasons, TargetKind.Gpu, static (in CallTarget target, void* reasons) => Answer.With(reasons, KnownReasons));
    }

    private static NvmlReturn Reasons(in CallTarget target, void* reasons) => Answer.With(reasons, target.Gpu!.Power.Reasons);
}
