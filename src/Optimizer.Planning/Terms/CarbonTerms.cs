using Optimizer.Model.Collections;

namespace Optimizer.Planning.Terms;

/// <summary>Price of emissions.</summary>
/// <param name="PricePerKg">Per kg of CO2 equivalent; 0 or more.</param>
/// <param name="Series">Intensity ahead, ordered by time; each holds until the next, the last one on.</param>
public sealed record CarbonTerms(double PricePerKg, ValueArray<CarbonPoint> Series);
