using System.Collections.Immutable;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Backtesting;

/// <summary>One forecast and what came.</summary>
/// <param name="Index">Position of the last known bin in the series; step k is at Index + k.</param>
/// <param name="Path">The forecast.</param>
/// <param name="Actuals">Values of steps 1, 2, ...; fewer than the steps where the series ends. Gaps are interpolated.</param>
/// <param name="Milliseconds">Time of the forecast alone; null when it was not measured.</param>
public sealed record BacktestOrigin(int Index, ForecastPath Path, ImmutableArray<double> Actuals, double? Milliseconds);
