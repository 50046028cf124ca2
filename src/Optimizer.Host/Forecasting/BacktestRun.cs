using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Host.Forecasting;

/// <summary>All methods on one series, and the control they are compared with.</summary>
/// <param name="Series">The series.</param>
/// <param name="Control">Seasonal naive, told the season.</param>
/// <param name="Results">By method, in the order asked for.</param>
internal sealed record BacktestRun(BacktestSeries Series, BacktestResult Control, IReadOnlyList<BacktestResult> Results);
