using NodaTime;

namespace Optimizer.Planning.Terms;

/// <summary>Carbon intensity of the grid from a time on.</summary>
/// <param name="From">When it begins to hold.</param>
/// <param name="GramsPerKwh">Grams of CO2 equivalent per kWh; 0 or more.</param>
public readonly record struct CarbonPoint(Instant From, double GramsPerKwh);
