using Optimizer.Host.Yaml;
using Sylvan.Data.Csv;

namespace Optimizer.Host.Planning;

/// <summary>Opens CSV files, with every failure as a message.</summary>
internal static class CsvFile
{
    /// <summary>Reads a file. Never throws for what it holds or when it cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longestRow">Most characters of a row.</param>
    /// <param name="expected">What the file should hold, for messages that say it is something else.</param>
    /// <param name="read">Reads the header and the rows.</param>
    /// <param name="refuse">Makes an answer of a message, which begins with the path.</param>
    public static T Read<T>(string path, int longestRow, string expected, Func<CsvDataReader, T> read, Func<string, T> refuse)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return refuse($"{path}: this is a folder, expected a CSV file");
            }

            using StreamReader text = new(path);
            using CsvDataReader csv = CsvDataReader.Create(text, new CsvDataReaderOptions { Delimiter = ',', BufferSize = Math.Min(longestRow, 1 << 16), MaxBufferSize = longestRow });
            return read(csv);
        }
        catch (CsvMissingHeadersException)
        {
            return refuse($"{path}: the file is empty, expected {expected}");
        }
        catch (CsvFormatException broken)
        {
            return refuse($"{path}: not a CSV file with {expected}: {broken.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return refuse($"{path}: {TextFile.Explain(path, failure)}");
        }
    }

    /// <summary>The names of the columns.</summary>
    public static string[] Header(CsvDataReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetName)];

    /// <summary>True for an empty line, as at the end of many files.</summary>
    public static bool IsEmptyLine(CsvDataReader csv) => csv.RowFieldCount == 1 && csv.GetFieldSpan(0).IsWhiteSpace();
}
