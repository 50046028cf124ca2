using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>Power, energy and temperature of one board. Limits are read on slow cycles and kept between them.</summary>
internal sealed class PowerReader
{
    private MonotoneCounter _energy;
    private PowerReading _limits = new();

    public PowerReading Read(GpuProbe gpu, FieldBatch fast, FieldBatch slow, ReadingGuard guard, bool slowCycle)
    {
        if (slowCycle)
        {
            _limits = ReadLimits(gpu, slow);
        }

        double? milliwatts = fast.Number(NvmlField.PowerInstant)
            ?? gpu.Ask(NvmlFunction.DeviceGetPowerUsage, static (nvml, device) => nvml.PowerUsageMilliwatts(device));
        ulong? millijoules = _energy.Update(
            gpu.Ask(NvmlFunction.DeviceGetTotalEnergyConsumption, static (nvml, device) => nvml.EnergyMillijoules(device)));
        return _limits with
        {
            // No board draws 10 kW: above it is a sentinel.
            Watts = guard.Within("device_power_watts", Scale(milliwatts), 0, 10_000),
            EnergyJoules = millijoules / 1000.0,
        };
    }

    public static ThermalReading ReadThermal(GpuProbe gpu, FieldBatch fast, ReadingGuard guard)
    {
        double? die = (double?)gpu.Ask(NvmlFunction.DeviceGetTemperatureV, static (nvml, device) => nvml.TemperatureV(device))?.Temperature
            ?? gpu.Ask(NvmlFunction.DeviceGetTemperature, static (nvml, device) => nvml.Temperature(device));
        double? margin =
            gpu.Ask(NvmlFunction.DeviceGetMarginTemperature, static (nvml, device) => nvml.MarginTemperature(device))?.MarginTemperature;
        const string family = "device_temperature_celsius";
        double? memory = fast.Number(NvmlField.MemoryTemperature);
        return new ThermalReading(
            guard.Within(family, die, -40, 200),
            memory is 0 ? null : guard.Within(family, memory, -40, 200), // boards without the sensor answer 0
            guard.Within("device_temperature_margin_celsius", margin, -100, 200));
    }

    private static PowerReading ReadLimits(GpuProbe gpu, FieldBatch slow)
    {
        (uint Min, uint Max)? bounds = slow.Number(NvmlField.PowerLimitMin) is null
            ? gpu.Ask(NvmlFunction.DeviceGetPowerManagementLimitConstraints, static (nvml, device) => nvml.PowerLimitConstraintsMilliwatts(device))
            : null;
        return new PowerReading
        {
            EnforcedLimitWatts = Scale(slow.Number(NvmlField.PowerLimitCurrent)
                ?? gpu.Ask(NvmlFunction.DeviceGetEnforcedPowerLimit, static (nvml, device) => nvml.EnforcedPowerLimitMilliwatts(device))),
            RequestedLimitWatts = Scale(slow.Number(NvmlField.PowerLimitRequested)
                ?? gpu.Ask(NvmlFunction.DeviceGetPowerManagementLimit, static (nvml, device) => nvml.PowerLimitMilliwatts(device))),
            DefaultLimitWatts = Scale(slow.Number(NvmlField.PowerLimitDefault)
                ?? gpu.Ask(NvmlFunction.DeviceGetPowerManagementDefaultLimit, static (nvml, device) => nvml.DefaultPowerLimitMilliwatts(device))),
            MinLimitWatts = Scale(slow.Number(NvmlField.PowerLimitMin) ?? bounds?.Min),
            MaxLimitWatts = Scale(slow.Number(NvmlField.PowerLimitMax) ?? bounds?.Max),
        };
    }

    private static double? Scale(double? milliwatts) => milliwatts / 1000.0;
}
