using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>Clocks and the reasons that hold them back.</summary>
internal sealed class ClockReader
{
    private const int UnknownPerformanceState = 32;
    private const double NanosecondsPerSecond = 1e9;

    // What has a bit, what has a counter of time, and what has both. Order is that of the enum, as the reading promises.
    private static readonly (ClockEventReason Reason, ulong Bit, uint Field)[] Reasons =
    [
        (ClockEventReason.GpuIdle, NvmlClocksEvent.GpuIdle, 0),
        (ClockEventReason.ApplicationsClocks, NvmlClocksEvent.ApplicationsClocks, 0),
        (ClockEventReason.SwPowerCap, NvmlClocksEvent.SwPowerCap, 0),
        (ClockEventReason.HwSlowdown, NvmlClocksEvent.HwSlowdown, 0),
        (ClockEventReason.SyncBoost, NvmlClocksEvent.SyncBoost, NvmlField.SyncBoostThrottleTime),
        (ClockEventReason.SwThermal, NvmlClocksEvent.SwThermal, NvmlField.SwThermalThrottleTime),
        (ClockEventReason.HwThermal, NvmlClocksEvent.HwThermal, NvmlField.HwThermalThrottleTime),
        (ClockEventReason.HwPowerBrake, NvmlClocksEvent.HwPowerBrake, NvmlField.HwPowerBrakeTime),
        (ClockEventReason.DisplayClocks, NvmlClocksEvent.DisplayClocks, 0),
        (ClockEventReason.Power, 0, NvmlField.PowerThrottleTime),
        (ClockEventReason.Thermal, 0, NvmlField.ThermalThrottleTime),
    ];

    private readonly MonotoneCounter[] _seconds = new MonotoneCounter[Reasons.Length];

    public ClockReading Read(GpuProbe gpu, FieldBatch fast, ReadingGuard guard)
    {
        int? state = gpu.Ask(NvmlFunction.DeviceGetPerformanceState, static (nvml, device) => nvml.PerformanceState(device));
        return new ClockReading
        {
            GraphicsHertz = Clock(gpu, guard, 0),
            SmHertz = Clock(gpu, guard, 1),
            MemoryHertz = Clock(gpu, guard, 2),
            VideoHertz = Clock(gpu, guard, 3),
            PerformanceState = state is >= 0 and < UnknownPerformanceState ? state : null,
            Events = ReadEvents(gpu, fast),
        };
    }

    private static double? Clock(GpuProbe gpu, ReadingGuard guard, uint clock)
    {
        uint? megahertz = gpu.Ask(NvmlFunction.DeviceGetClockInfo, clock, static (nvml, device, type) => nvml.ClockMegahertz(device, type));
        return guard.Within("device_clock_hertz", megahertz * 1e6, 0, 20e9);
    }

    private ValueArray<ClockEvent> ReadEvents(GpuProbe gpu, FieldBatch fast)
    {
        ulong? active = gpu.Ask(NvmlFunction.DeviceGetCurrentClocksEventReasons, static (nvml, device) => nvml.ClocksEventReasons(device));
        ulong supported = active is null
            ? 0
            : gpu.Ask(NvmlFunction.DeviceGetSupportedClocksEventReasons, static (nvml, device) => nvml.SupportedClocksEventReasons(device))
                ?? ulong.MaxValue;
        List<ClockEvent> events = new(Reasons.Length);
        for (int index = 0; index < Reasons.Length; index++)
        {
            (ClockEventReason reason, ulong bit, uint field) = Reasons[index];
            ulong? nanoseconds = field == 0 ? null : _seconds[index].Update(fast.Unsigned(field));
            bool? now = active is ulong bits && (supported & bit) != 0 ? (bits & bit) != 0 : null;
            if (now is not null || nanoseconds is not null)
            {
                events.Add(new ClockEvent(reason, now, nanoseconds / NanosecondsPerSecond));
            }
        }

        return events.ToValueArray();
    }
}
