using NodaTime;

namespace Optimizer.Model.Demand;

/// <summary>What is expected of the highest bin within a window that begins now: not the highest of the steps' quantiles, which is exceeded far more often.</summary>
/// <param name="Window">Length: 15 min, 1 h, 6 h or 24 h; a whole number of bins.</param>
/// <param name="Quantiles">Quantiles of the maximum.</param>
public readonly record struct PeakForecast(Duration Window, Quantiles Quantiles);
