using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>Power, energy, temperature, clocks.</content>
public sealed unsafe partial class NvmlLibrary
{
    private const uint GpuSensor = 0;

    /// <summary>Board power, milliwatts; a 1 s average on most boards. Source: nvmlDeviceGetPowerUsage.</summary>
    public NvmlResult<uint> PowerUsageMilliwatts(nint device) => Read<uint>(NvmlFunction.DeviceGetPowerUsage, device);

    /// <summary>Energy since driver load, millijoules. Source: nvmlDeviceGetTotalEnergyConsumption.</summary>
    public NvmlResult<ulong> EnergyMillijoules(nint device) => Read<ulong>(NvmlFunction.DeviceGetTotalEnergyConsumption, device);

    /// <summary>Power limit in force, milliwatts. Source: nvmlDeviceGetEnforcedPowerLimit.</summary>
    public NvmlResult<uint> EnforcedPowerLimitMilliwatts(nint device) => Read<uint>(NvmlFunction.DeviceGetEnforcedPowerLimit, device);

    /// <summary>Power limit asked for, milliwatts. Source: nvmlDeviceGetPowerManagementLimit.</summary>
    public NvmlResult<uint> PowerLimitMilliwatts(nint device) => Read<uint>(NvmlFunction.DeviceGetPowerManagementLimit, device);

    /// <summary>Power limit after a reset, milliwatts. Source: nvmlDeviceGetPowerManagementDefaultLimit.</summary>
    public NvmlResult<uint> DefaultPowerLimitMilliwatts(nint device) => Read<uint>(NvmlFunction.DeviceGetPowerManagementDefaultLimit, device);

    /// <summary>Lowest and highest limit the board takes, milliwatts. Source: nvmlDeviceGetPowerManagementLimitConstraints.</summary>
    public NvmlResult<(uint Min, uint Max)> PowerLimitConstraintsMilliwatts(nint device) =>
        ReadPair<uint>(NvmlFunction.DeviceGetPowerManagementLimitConstraints, device);

    /// <summary>Die temperature, degrees Celsius (R570 and newer). Source: nvmlDeviceGetTemperatureV.</summary>
    public NvmlResult<NvmlTemperatureV1> TemperatureV(nint device) => ReadVersioned(
        NvmlFunction.DeviceGetTemperatureV, device, new NvmlTemperatureV1 { Version = NvmlTemperatureV1.VersionWord, SensorType = GpuSensor });

    /// <summary>Die temperature, degrees Celsius. Source: nvmlDeviceGetTemperature.</summary>
    public NvmlResult<uint> Temperature(nint device) => Read<uint>(NvmlFunction.DeviceGetTemperature, device, GpuSensor);

    /// <summary>A temperature limit, degrees Celsius: 0 shutdown, 1 slowdown, 2 memory maximum, 3 GPU maximum. Source: nvmlDeviceGetTemperatureThreshold.</summary>
    public NvmlResult<uint> TemperatureThreshold(nint device, uint threshold) =>
        Read<uint>(NvmlFunction.DeviceGetTemperatureThreshold, device, threshold);

    /// <summary>Degrees Celsius left to the slowdown point. Source: nvmlDeviceGetMarginTemperature.</summary>
    public NvmlResult<NvmlMarginTemperatureV1> MarginTemperature(nint device) => ReadVersioned(
        NvmlFunction.DeviceGetMarginTemperature, device, new NvmlMarginTemperatureV1 { Version = NvmlMarginTemperatureV1.VersionWord });

    /// <summary>A clock, MHz: 0 graphics, 1 SM, 2 memory, 3 video. Source: nvmlDeviceGetClockInfo.</summary>
    public NvmlResult<uint> ClockMegahertz(nint device, uint clock) => Read<uint>(NvmlFunction.DeviceGetClockInfo, device, clock);

    /// <summary>A clock's maximum, MHz. Source: nvmlDeviceGetMaxClockInfo.</summary>
    public NvmlResult<uint> MaxClockMegahertz(nint device, uint clock) => Read<uint>(NvmlFunction.DeviceGetMaxClockInfo, device, clock);

    /// <summary>0 (fastest) to 15; 32 when the driver does not know. Source: nvmlDeviceGetPerformanceState.</summary>
    public NvmlResult<int> PerformanceState(nint device) => Read<int>(NvmlFunction.DeviceGetPerformanceState, device);

    /// <summary>What holds the clocks back, bits of <see cref="NvmlClocksEvent"/>. Source: nvmlDeviceGetCurrentClocksEventReasons.</summary>
    public NvmlResult<ulong> ClocksEventReasons(nint device) => Has(NvmlFunction.DeviceGetCurrentClocksEventReasons)
        ? Read<ulong>(NvmlFunction.DeviceGetCurrentClocksEventReasons, device)
        : Read<ulong>(NvmlFunction.DeviceGetCurrentClocksThrottleReasons, device); // the name before R535, same bits

    /// <summary>Which of the reasons this GPU can report. Source: nvmlDeviceGetSupportedClocksEventReasons.</summary>
    public NvmlResult<ulong> SupportedClocksEventReasons(nint device) =>
        Read<ulong>(NvmlFunction.DeviceGetSupportedClocksEventReasons, device);
}
