namespace Optimizer.Model.Snapshots;

/// <summary>Temperatures of a board. Unit: degrees Celsius.</summary>
/// <param name="GpuCelsius">Die. Source: nvmlDeviceGetTemperatureV, before R570 nvmlDeviceGetTemperature.</param>
/// <param name="MemoryCelsius">Memory. Source: field 82.</param>
/// <param name="MarginCelsius">Distance to the slowdown point; falls as the die heats. Source: nvmlDeviceGetMarginTemperature.</param>
public sealed record ThermalReading(double? GpuCelsius, double? MemoryCelsius, double? MarginCelsius);
