using System.Globalization;
using NodaTime;
using Optimizer.Forecasting.Backtesting;

namespace Optimizer.Host.Forecasting;

/// <summary>What rows and horizons are called in tables and files.</summary>
internal static class BacktestNames
{
    /// <summary>Seasonal naive told the season: what all are compared with.</summary>
    public const string Control = "control";

    /// <summary>The methods of a run by name, the control first.</summary>
    public static IEnumerable<(string Method, BacktestResult Result)> WithControl(BacktestRun run) =>
        run.Results.Select(static result => (result.Method, result)).Prepend((Control, run.Control));

    /// <summary>15 min, 6 h, 90 s.</summary>
    public static string Span(Duration span) => span.TotalSeconds switch
    {
        double seconds when seconds % 3600 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h"),
        double seconds when seconds % 60 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} min"),
        double seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds} s"),
    };
}
