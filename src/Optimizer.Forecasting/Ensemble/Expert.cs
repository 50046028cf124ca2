namespace Optimizer.Forecasting.Ensemble;

/// <summary>What an expert says of one future value.</summary>
/// <param name="Location">Where it expects the value; finite.</param>
/// <param name="Scale">What its errors grow with; finite and above 0.</param>
internal readonly record struct Expert(double Location, double Scale);
