using System.Globalization;
using Spectre.Console;

namespace Optimizer.Host.Planning;

/// <summary>The answers of <c>pack</c> or <c>size</c> as CSV, for people, and as JSON.</summary>
/// <param name="Kind">What a row is: <c>instance</c> or <c>scenario</c>.</param>
/// <param name="Wanted">What is counted in it: <c>requests</c> or <c>services</c>.</param>
/// <param name="Gpu">Key of the GPU model.</param>
/// <param name="Rows">The answers.</param>
/// <param name="PreparedMilliseconds">Loading the solver and compiling, before the first search.</param>
internal sealed record PlannedReport(string Kind, string Wanted, string Gpu, IReadOnlyList<PlannedRow> Rows, double PreparedMilliseconds)
{
    /// <summary>The place of the placements that belong to a file.</summary>
    public static string PlacementsPath(string path) => Path.ChangeExtension(path, ".placements.csv");

    /// <summary>Where the moves go: beside the figures, <c>placed.csv</c> to <c>placed.moves.csv</c>.</summary>
    public static string MovesPath(string path) => Path.ChangeExtension(path, ".moves.csv");

    /// <summary>Writes the CSV file.</summary>
    public void WriteCsv(TextWriter writer)
    {
        writer.Write($"{Kind},gpus,lower_bound,milliseconds\n");
        foreach (PlannedRow row in Rows)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{CsvText.Quoted(row.Name)},{row.Gpus},{row.LowerBound},{row.Milliseconds:0.000}\n"));
        }
    }

    /// <summary>A table and a sum.</summary>
    public string Table()
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns(Kind, Wanted, "GPUs", "at least", "proven", "ms");
        foreach (int column in new[] { 1, 2, 3, 5 })
        {
            table.Columns[column].RightAligned();
        }

        // Times as wide as a minute takes: columns that move with each run are hard to compare.
        foreach (PlannedRow row in Rows)
        {
            table.AddRow(Markup.Escape(row.Name), Number(row.Wanted), Number(row.Gpus), Number(row.LowerBound), row.ProofMissing is null ? "yes" : "no", string.Create(CultureInfo.InvariantCulture, $"{row.Milliseconds,8:0.00}"));
        }

        double[] sorted = [.. Rows.Select(static row => row.Milliseconds).Order()];
        return Documents.Plain(table) + string.Create(
            CultureInfo.InvariantCulture,
            $"{Rows.Count} {Kind}s on {Gpu}: {Rows.Sum(static row => row.Gpus)} GPUs, {Rows.Count(static row => row.ProofMissing is null)} proven the fewest. Median {sorted[sorted.Length / 2]:0.00} ms, longest {sorted[^1]:0.00} ms; prepared in {PreparedMilliseconds:0} ms.\n");
    }

    /// <summary>One document with a line break at its end.</summary>
    public string Json() => Documents.Json(json =>
    {
        json.WriteString("gpu", Gpu);
        json.WriteNumber("preparedMs", Math.Round(PreparedMilliseconds, 2));
        json.WriteStartArray($"{Kind}s");
        foreach (PlannedRow row in Rows)
        {
            json.WriteStartObject();
            json.WriteString(Kind, row.Name);
            json.WriteNumber(Wanted, row.Wanted);
            json.WriteNumber("gpus", row.Gpus);
            json.WriteNumber("lowerBound", row.LowerBound);
            json.WriteBoolean("proven", row.ProofMissing is null);
            if (row.ProofMissing is string missing)
            {
                json.WriteString("proofMissing", missing);
            }

            json.WriteString("method", row.Method);
            json.WriteNumber("milliseconds", Math.Round(row.Milliseconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
