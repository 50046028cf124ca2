namespace Optimizer.Model.Demand;

/// <summary>What is expected of one future bin.</summary>
/// <param name="Mean">Expected value; between 0 and the cap, in the series' unit. Not bound to lie between quantiles: demand is skewed.</param>
/// <param name="Quantiles">Planning quantiles of the bin's mean value.</param>
public readonly record struct ForecastStep(double Mean, Quantiles Quantiles);
