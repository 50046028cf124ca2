using System.Globalization;
using Optimizer.Host.Yaml;
using Sylvan.Data.Csv;

namespace Optimizer.Host.Planning;

/// <summary>The wanted columns of a CSV file, with every failure as a message.</summary>
internal static class CsvTable
{
    // A row may list all the requests that are packed at once. Doubled, a file that is no table fills twice the memory before it is refused.
    private const int LongestRow = 1 << 21;

    // The largest public table has 2,475 rows. Doubled: twice the memory, some 100 MB at the worst.
    private const int MostRows = 100_000;

    /// <summary>Reads a file. Never throws for what it holds or when it cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names of the columns; others are ignored.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <param name="forbidden">A column that would be passed over although it means something, and what to do about it.</param>
    /// <returns>The rows, or what is wrong; never both.</returns>
    public static (IReadOnlyList<CsvRow> Rows, string? Problem) Read(
        string path, IReadOnlyList<string> columns, CancellationToken cancellationToken, (string Column, string Remedy)? forbidden = null)
    {
        string expected = string.Join(',', columns);
        return CsvFile.Read<(IReadOnlyList<CsvRow>, string?)>(
            path,
            LongestRow,
            $"the header {expected} and a row each",
            csv =>
            {
                string[] header = CsvFile.Header(csv);
                return Explain(header, columns, forbidden) is string problem
                    ? ([], $"{path}:1: the header {problem}")
                    : Rows(path, csv, [.. columns.Select(column => Array.IndexOf(header, column))], cancellationToken);
            },
            static message => ([], message));
    }

    /// <summary>What is wrong with a header, or null.</summary>
    private static string? Explain(string[] header, IReadOnlyList<string> columns, (string Column, string Remedy)? forbidden)
    {
        foreach (string column in columns)
        {
            int count = header.Count(name => string.Equals(name, column, StringComparison.Ordinal));
            if (count != 1)
            {
                return $"is {YamlScalar.Show(string.Join(',', header))} and has {(count == 0 ? "no column" : "two columns")} {column}, expected {string.Join(',', columns)}";
            }
        }

        return forbidden is (string unwanted, string remedy) && header.Contains(unwanted, StringComparer.Ordinal) ? $"has a column {unwanted}; {remedy}" : null;
    }

    private static (IReadOnlyList<CsvRow> Rows, string? Problem) Rows(string path, CsvDataReader csv, int[] at, CancellationToken cancellationToken)
    {
        List<CsvRow> rows = [];
        int columns = csv.FieldCount;
        while (csv.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (CsvFile.IsEmptyLine(csv))
            {
                continue;
            }

            int line = csv.RowNumber + 1;
            if (csv.RowFieldCount != columns)
            {
                return ([], string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: {csv.RowFieldCount} fields, expected {columns} as in the header; a decimal sign is a point"));
            }

            if (rows.Count == MostRows)
            {
                return ([], string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: more than {MostRows} rows; split the file"));
            }

            rows.Add(new CsvRow(string.Create(CultureInfo.InvariantCulture, $"{path}:{line}"), [.. at.Select(column => csv.GetFieldSpan(column).Trim().ToString())]));
        }

        return rows.Count > 0 ? (rows, null) : ([], $"{path}: the file has a header and no rows");
    }
}
