using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section D: heat, power and clocks. These belong to the board and are never repeated on its instances.</summary>
internal sealed class BoardFamilies() : FamilyGroup(
    Section, "Thermal, power, energy, clocks", [Temperature, Margin, Power, PowerLimit, Energy, Clock, State, EventActive, EventSeconds])
{
    private const char Section = 'D';

    private static readonly MetricFamily Temperature = new("device_temperature_celsius", Gauge, MetricUnit.Celsius, Section)
    {
        Help = "Temperature of a sensor. Limits differ by model: alert on the margin instead.",
        Source = "nvmlDeviceGetTemperatureV (before R570 nvmlDeviceGetTemperature); field 82",
        Labels = [Gpu, Closed("sensor", "gpu", "memory")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily Margin = PerGpu(
        "device_temperature_margin_celsius", Gauge, MetricUnit.Celsius, "How far the die is below the point where the hardware slows it down; the same meaning on every model.",
        "nvmlDeviceGetMarginTemperature");

    private static readonly MetricFamily Power = PerGpu(
        "device_power_watts", Gauge, MetricUnit.Watts, "Power of the whole board. There is no such reading per MIG instance.",
        "field 186 POWER_INSTANT, else nvmlDeviceGetPowerUsage");

    private static readonly MetricFamily PowerLimit = new("device_power_limit_watts", Gauge, MetricUnit.Watts, Section)
    {
        Help = "Power limits: in force, asked for, after a reset, and the range the board accepts.",
        Source = "fields 190, 192, 189, 187, 188",
        Labels = [Gpu, Closed("limit", "enforced", "requested", "default", "min", "max")],
        SeriesCap = SeriesCaps.PerGpu(5),
    };

    private static readonly MetricFamily Energy = PerGpu(
        "device_energy_joules_total", Counter, MetricUnit.Joules, "Energy the board used. Its rate is mean power over the range, without gaps between scrapes.",
        "nvmlDeviceGetTotalEnergyConsumption (field 83)");

    private static readonly MetricFamily Clock = new("device_clock_hertz", Gauge, MetricUnit.Hertz, Section)
    {
        Help = "Present clocks; common to all MIG instances of the GPU.",
        Source = "nvmlDeviceGetClockInfo",
        Labels = [Gpu, Closed("clock", "graphics", "sm", "memory", "video")],
        SeriesCap = SeriesCaps.PerGpu(4),
    };

    private static readonly MetricFamily State = PerGpu(
        "device_performance_state", Gauge, "state", "Performance state, 0 (fastest) to 15. Not a measure of load.", "nvmlDeviceGetPerformanceState");

    private static readonly MetricFamily EventActive = new("device_clocks_event_active", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 while a reason holds the clocks back, 0 otherwise; one series per reason this GPU knows.",
        Source = "nvmlDeviceGetCurrentClocksEventReasons (old: nvmlDeviceGetCurrentClocksThrottleReasons)",
        Labels = [Gpu, Of<ClockEventReason>("reason")],
        SeriesCap = SeriesCaps.PerGpu(11),
    };

    private static readonly MetricFamily EventSeconds = new("device_clocks_event_seconds_total", Counter, MetricUnit.Seconds, Section)
    {
        Help = "Time a reason held the clocks back; catches what is shorter than a scrape. Only reasons the driver counts.",
        Source = "fields 74, 75, 76, 269, 270, 271",
        Labels = [Gpu, Of<ClockEventReason>("reason")],
        SeriesCap = SeriesCaps.PerGpu(11),
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            string uuid = gpu.Uuid.Value;
            if (gpu.Thermal is { } thermal)
            {
                writer.Write(Temperature, thermal.GpuCelsius, uuid, "gpu");
                writer.Write(Temperature, thermal.MemoryCelsius, uuid, "memory");
                writer.Write(Margin, thermal.MarginCelsius, uuid);
            }

            WritePower(uuid, gpu.Power, writer);
            WriteClocks(uuid, gpu.Clocks, writer);
        }
    }

    private static void WritePower(string uuid, PowerReading? power, ISeriesWriter writer)
    {
        if (power is null)
        {
            return;
        }

        writer.Write(Power, power.Watts, uuid);
        writer.Write(Energy, power.EnergyJoules, uuid);
        writer.Write(PowerLimit, power.EnforcedLimitWatts, uuid, "enforced");
        writer.Write(PowerLimit, power.RequestedLimitWatts, uuid, "requested");
        writer.Write(PowerLimit, power.DefaultLimitWatts, uuid, "default");
        writer.Write(PowerLimit, power.MinLimitWatts, uuid, "min");
        writer.Write(PowerLimit, power.MaxLimitWatts, uuid, "max");
    }

    private static void WriteClocks(string uuid, ClockReading? clocks, ISeriesWriter writer)
    {
        if (clocks is null)
        {
            return;
        }

        writer.Write(Clock, clocks.GraphicsHertz, uuid, "graphics");
        writer.Write(Clock, clocks.SmHertz, uuid, "sm");
        writer.Write(Clock, clocks.MemoryHertz, uuid, "memory");
        writer.Write(Clock, clocks.VideoHertz, uuid, "video");
        writer.Write(State, clocks.PerformanceState, uuid);
        foreach (ClockEvent clockEvent in clocks.Events)
        {
            string reason = LabelText<ClockEventReason>.Of(clockEvent.Reason);
            writer.Write(EventActive, clockEvent.Active, uuid, reason);
            writer.Write(EventSeconds, clockEvent.Seconds, uuid, reason);
        }
    }

    private static MetricFamily PerGpu(string name, MetricKind kind, string unit, string help, string source) => new(name, kind, unit, Section)
    {
        Help = help,
        Source = source,
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };
}
