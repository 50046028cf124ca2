using NodaTime;

namespace Optimizer.Host.Forecasting;

/// <summary>One series as a CSV file holds it, on a regular grid.</summary>
internal sealed record SeriesFile
{
    /// <summary>The file as the operator named it.</summary>
    public required string Path { get; init; }

    /// <summary>Seconds between two rows.</summary>
    public required int BinSeconds { get; init; }

    /// <summary>The last rows, oldest first, at most as many as were asked for; never empty. Holes of the file are holes here.</summary>
    public required IReadOnlyList<SeriesRow> Kept { get; init; }

    /// <summary>Rows in the file.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows without a value.</summary>
    public required long Missing { get; init; }

    /// <summary>Rows left out because their time was not after the row before; with <see cref="FirstLeftOutLine"/>.</summary>
    public required long LeftOut { get; init; }

    /// <summary>Line of the first row left out; 0 when none was.</summary>
    public required long FirstLeftOutLine { get; init; }

    /// <summary>Line of the last row before which more time is missing than is kept; 0 when there is none.</summary>
    public required long LineAfterGap { get; init; }

    /// <summary>Time of the last row: what is forecast comes after it.</summary>
    public Instant Last => Kept[^1].Time;
}
