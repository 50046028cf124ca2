using Optimizer.Forecasting;

namespace Optimizer.Host.Cli;

/// <summary>What <c>forecast</c> was asked for.</summary>
internal sealed record ForecastRequest
{
    /// <summary>CSV file with the history.</summary>
    public required string Input { get; init; }

    /// <summary>CSV file to write; the peaks go beside it.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Steps to forecast, 1 to <see cref="ForecastLimits.MostSteps"/>.</summary>
    public required int Steps { get; init; }

    /// <summary>Seconds between two rows of the input.</summary>
    public required int BinSeconds { get; init; }

    /// <summary>The method.</summary>
    public required ForecastMethod Method { get; init; }

    /// <summary>Most a value can be; null when nothing bounds it.</summary>
    public double? Cap { get; init; }

    /// <summary>JSON on standard output instead of text.</summary>
    public bool Json { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }
}
