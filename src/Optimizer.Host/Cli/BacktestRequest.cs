using Optimizer.Forecasting;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Cli;

/// <summary>What <c>backtest</c> was asked for.</summary>
internal sealed record BacktestRequest
{
    /// <summary>CSV files, and folders with a <c>manifest.csv</c>; at least one.</summary>
    public required ValueArray<string> Inputs { get; init; }

    /// <summary>Seconds between two rows; null takes the manifest's, or the distance of a file's first two rows.</summary>
    public int? BinSeconds { get; init; }

    /// <summary>The methods compared, each once; at least one.</summary>
    public required IReadOnlyList<ForecastMethod> Methods { get; init; }

    /// <summary>Forecasts made along each series.</summary>
    public required int Origins { get; init; }

    /// <summary>Season of the control, in bins; null takes the manifest's or finds one.</summary>
    public int? Season { get; init; }

    /// <summary>CSV file for every score; null writes none.</summary>
    public string? CsvPath { get; init; }

    /// <summary>SVG file for the picture; null draws none.</summary>
    public string? SvgPath { get; init; }

    /// <summary>JSON on standard output instead of tables.</summary>
    public bool Json { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }
}
