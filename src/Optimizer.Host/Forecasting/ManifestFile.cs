using System.Globalization;
using Optimizer.Host.Yaml;
using Sylvan.Data.Csv;

namespace Optimizer.Host.Forecasting;

/// <summary>Reads <c>manifest.csv</c>: the columns series, bin_s and season; others are ignored.</summary>
internal static class ManifestFile
{
    /// <summary>Reads it. Never throws for what the file holds.</summary>
    public static ManifestReading Read(string path)
    {
        List<ManifestRow> rows = [];
        List<string> problems = [];
        try
        {
            using CsvDataReader csv = CsvDataReader.Create(path, new CsvDataReaderOptions { Delimiter = ',' });
            string[] header = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetName)];
            int series = Array.IndexOf(header, "series"), bin = Array.IndexOf(header, "bin_s"), season = Array.IndexOf(header, "season");
            if (series < 0)
            {
                return new ManifestReading([], [$"{path}:1: the header has no column series, expected series,bin_s,season"]);
            }

            while (csv.Read())
            {
                string Text(int column) => column >= 0 && column < csv.RowFieldCount ? csv.GetString(column).Trim() : "";
                string name = Text(series);
                if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{csv.RowNumber + 1}: series {YamlScalar.Show(name)} is not the name of a file beside the manifest"));
                }
                else if (!TryNumber(Text(bin), BinLength.IsLegal, out int? seconds))
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{csv.RowNumber + 1}: bin_s {YamlScalar.Show(Text(bin))}, expected {BinLength.Legal}, or nothing"));
                }
                else if (!TryNumber(Text(season), static value => value is >= 1 and <= BacktestInputs.MostBins, out int? bins))
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{csv.RowNumber + 1}: season {YamlScalar.Show(Text(season))}, expected a whole number of bins from 1 to {BacktestInputs.MostBins}, or nothing"));
                }
                else
                {
                    rows.Add(new ManifestRow(name, seconds, bins));
                }
            }

            if (rows.Count == 0 && problems.Count == 0)
            {
                problems.Add($"{path}: lists no series");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            problems.Add(failure is FormatException ? $"{path}: not a CSV file with the columns series,bin_s,season: {failure.Message}" : $"{path}: {TextFile.Explain(path, failure)}");
        }

        return new ManifestReading(rows, problems);
    }

    private static bool TryNumber(string text, Func<double, bool> legal, out int? value)
    {
        bool given = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        value = given ? number : null;
        return text.Length == 0 || (given && legal(number));
    }
}
