using System.Globalization;
using NodaTime;
using Optimizer.Host.Yaml;
using Sylvan.Data.Csv;

namespace Optimizer.Host.Forecasting;

/// <summary>Reads a series from a CSV file with the columns <c>timestamp</c> and <c>value</c>, row by row: memory does not grow with the file.</summary>
internal static class SeriesCsv
{
    // A row is two fields of some twenty characters. A longer line is not a series, and must not fill the memory.
    private const int LongestRow = 1 << 16;

    /// <summary>Reads a file. Never throws for what the file holds or for a file that cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="binSeconds">Seconds between two rows; null takes the distance of the first two.</param>
    /// <param name="keep">Most bins kept, the last ones; at least 1.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static SeriesReading Read(string path, int? binSeconds, int keep, CancellationToken cancellationToken)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return new SeriesReading.Refused($"{path}: this is a folder, expected a CSV file");
            }

            using StreamReader text = new(path);
            return Read(text, path, binSeconds, keep, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new SeriesReading.Refused($"{path}: {TextFile.Explain(path, failure)}");
        }
    }

    /// <summary>Reads a text as that of a file. Throws only what reading the text throws.</summary>
    internal static SeriesReading Read(TextReader text, string path, int? binSeconds, int keep, CancellationToken cancellationToken)
    {
        try
        {
            using CsvDataReader rows = CsvDataReader.Create(text, new CsvDataReaderOptions { Delimiter = ',', BufferSize = LongestRow, MaxBufferSize = LongestRow });
            return Header(path, rows) is string problem
                ? new SeriesReading.Refused(problem)
                : Rows(rows, new SeriesGrid(path, binSeconds, keep), cancellationToken);
        }
        catch (CsvMissingHeadersException)
        {
            return new SeriesReading.Refused($"{path}: the file is empty, expected the header timestamp,value and a row per sample");
        }
        catch (CsvFormatException broken)
        {
            return new SeriesReading.Refused($"{path}: not a CSV file of short rows: {broken.Message}");
        }
    }

    private static string? Header(string path, CsvDataReader rows)
    {
        foreach (string column in new[] { "timestamp", "value" })
        {
            int count = Enumerable.Range(0, rows.FieldCount).Count(i => string.Equals(rows.GetName(i), column, StringComparison.Ordinal));
            if (count != 1)
            {
                string names = YamlScalar.Show(string.Join(',', Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)));
                return $"{path}:1: the header is {names} and has {(count == 0 ? "no column" : "two columns")} {column}, expected timestamp,value";
            }
        }

        return null;
    }

    private static SeriesReading Rows(CsvDataReader rows, SeriesGrid grid, CancellationToken cancellationToken)
    {
        int stampColumn = rows.GetOrdinal("timestamp"), valueColumn = rows.GetOrdinal("value"), columns = rows.FieldCount;
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            long line = rows.RowNumber + 1;
            if (rows.RowFieldCount == 1 && rows.GetFieldSpan(0).IsWhiteSpace())
            {
                continue; // an empty line, as at the end of many files
            }

            string? problem = rows.RowFieldCount == columns
                ? Take(rows.GetFieldSpan(stampColumn).Trim(), rows.GetFieldSpan(valueColumn).Trim(), line, grid)
                : string.Create(CultureInfo.InvariantCulture, $"{rows.RowFieldCount} fields, expected {columns}; a decimal sign is a point, and a missing value leaves its comma");
            if (problem is not null)
            {
                return new SeriesReading.Refused(string.Create(CultureInfo.InvariantCulture, $"{grid.Path}:{line}: {problem}"));
            }
        }

        return grid.Finish();
    }

    private static string? Take(ReadOnlySpan<char> stamp, ReadOnlySpan<char> text, long line, SeriesGrid grid)
    {
        if (CsvField.Stamp(stamp) is not Instant time)
        {
            string why = CsvField.IsLocalTime(stamp)
                ? "has no zone, and local times repeat and skip an hour with daylight saving; end it with Z for UTC or with an offset such as +02:00"
                : "is not a time; write ISO 8601 with a zone, for example 2024-01-01T00:10:00Z";
            return $"timestamp {YamlScalar.Show(stamp.ToString())} {why}";
        }

        if (!CsvField.IsPlausible(time))
        {
            return $"timestamp {YamlScalar.Show(stamp.ToString())} is not between 1970 and 2200; correct the time or remove the row";
        }

        if (CsvField.IsMissing(text))
        {
            return grid.Add(new SeriesRow(time, null), line);
        }

        return CsvField.Value(text) is double value
            ? grid.Add(new SeriesRow(time, value), line)
            : $"value {YamlScalar.Show(text.ToString())} {CsvField.Explain(text)}";
    }
}
