using Optimizer.Model.Collections;

namespace Optimizer.Model.Acting;

/// <summary>Prices in force at one moment.</summary>
/// <param name="Currency">Three letters, as configured.</param>
/// <param name="Source">Where they come from: <c>config</c> or <c>default</c>.</param>
/// <param name="EnergyPerKwh">Price of a kWh now.</param>
/// <param name="GpuHours">Price of an hour of each GPU, in order.</param>
public sealed record PriceReport(string Currency, string Source, double EnergyPerKwh, ValueArray<GpuPrice> GpuHours);
