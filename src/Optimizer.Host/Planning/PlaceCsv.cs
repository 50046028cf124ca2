using System.Globalization;
using Optimizer.Host.Yaml;
using Sylvan.Data.Csv;

namespace Optimizer.Host.Planning;

/// <summary>Reads requests from a CSV file.</summary>
internal static class PlaceCsv
{
    /// <summary>Shortest and longest a request runs, seconds. Longer ones would still run when the replay ends, and its figures would be those of a fleet filling up.</summary>
    public const double LeastSeconds = 60, MostSeconds = 7200;

    // A row is a dozen short fields; a longer line is no list of requests.
    private const int LongestRow = 1 << 16;

    // Enough for a year of a large cluster. Ten times as many would take hours by policy and tell nothing more.
    private const int MostRows = 1_000_000;

    /// <summary>Columns that tell requests of one kind apart; none says how long they run.</summary>
    private static readonly string[] ClassColumns = ["class", "gpu_milli", "cpu_milli", "memory_mib", "qos"];

    private static readonly string[] Known = ["job_id", "duration_s", "mig_g", "profile", "num_gpu", "t_s", "wait_s", "phase", "gpu_spec", .. ClassColumns];

    /// <summary>Reads a file. Never throws for what the file holds or for a file that cannot be read.</summary>
    public static PlaceReading Read(string path, CancellationToken cancellationToken) => CsvFile.Read<PlaceReading>(
        path,
        LongestRow,
        "a header with duration_s and mig_g or profile, and a short row per request",
        rows =>
        {
            string[] columns = CsvFile.Header(rows);
            return Header(columns) is string problem ? new PlaceReading.Refused($"{path}:1: {problem}") : Rows(rows, columns, path, cancellationToken);
        },
        static message => new PlaceReading.Refused(message));

    private static string? Header(string[] columns)
    {
        foreach (string column in columns)
        {
            if (!Known.Contains(column, StringComparer.Ordinal))
            {
                string meant = NearestName.Of(column, Known) is string near ? $"; did you mean \"{near}\"?" : "";
                return $"unknown column {YamlScalar.Show(column)}, expected some of {string.Join(", ", Known)}{meant}";
            }

            if (columns.Count(other => other == column) > 1)
            {
                return $"two columns {column}, expected one";
            }
        }

        if (!columns.Contains("duration_s"))
        {
            return "no column duration_s: how long each request runs";
        }

        return columns.Contains("mig_g") == columns.Contains("profile") ? "expected one of the columns mig_g (compute slices) and profile: what is asked for" : null;
    }

    private static PlaceReading Rows(CsvDataReader rows, string[] columns, string path, CancellationToken cancellationToken)
    {
        List<PlaceRow> read = [];
        Dictionary<string, long> lines = new(StringComparer.Ordinal);
        int leftOut = 0;
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            long line = rows.RowNumber + 1;
            if (CsvFile.IsEmptyLine(rows))
            {
                continue;
            }

            PlaceRow? row = null;
            string? problem = rows.RowFieldCount == columns.Length
                ? Take(new PlaceFields(rows, columns), line, ref leftOut, out row)
                : string.Create(CultureInfo.InvariantCulture, $"{rows.RowFieldCount} fields, expected {columns.Length}");
            problem ??= row is not null && !lines.TryAdd(row.Id, line) ? $"job_id {YamlScalar.Show(row.Id)} is that of line {lines[row.Id]}; each request has its own" : null;
            problem ??= read.Count == MostRows ? $"more than {MostRows} requests; replay a part of them" : null;
            if (problem is not null)
            {
                return new PlaceReading.Refused(string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: {problem}"));
            }

            if (row is not null)
            {
                read.Add(row);
            }
        }

        return read.Count > 0 ? new PlaceReading.Read(read, leftOut) : new PlaceReading.Refused($"{path}: no request for one GPU in it");
    }

    private static string? Take(PlaceFields fields, long line, ref int leftOut, out PlaceRow? row)
    {
        row = null;
        if (fields.Of("num_gpu") is string count && count != "1")
        {
            if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return $"num_gpu {YamlScalar.Show(count)} is not a whole number from 0";
            }

            leftOut++;
            return null;
        }

        string duration = fields.Of("duration_s")!;
        if (!double.TryParse(duration, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || !double.IsFinite(seconds))
        {
            return $"duration_s {YamlScalar.Show(duration)} is not a number of seconds";
        }

        if (seconds < 0)
        {
            return $"duration_s {YamlScalar.Show(duration)} is negative; a request ends after it started";
        }

        string? slices = fields.Of("mig_g"), profile = fields.Of("profile");
        int computeSlices = 0;
        if (slices is not null && (!int.TryParse(slices, NumberStyles.None, CultureInfo.InvariantCulture, out computeSlices) || computeSlices == 0))
        {
            return $"mig_g {YamlScalar.Show(slices)} is not a whole number from 1";
        }

        if (profile is { Length: 0 })
        {
            return "profile is empty, expected a name such as 3g.40gb";
        }

        string id = fields.Of("job_id") is { Length: > 0 } named ? named : string.Create(CultureInfo.InvariantCulture, $"line {line}");
        string kind = string.Join('|', ClassColumns.Select(fields.Of).OfType<string>());
        row = new PlaceRow(line, id, computeSlices, profile, kind, Math.Clamp(seconds, LeastSeconds, MostSeconds));
        return null;
    }
}
