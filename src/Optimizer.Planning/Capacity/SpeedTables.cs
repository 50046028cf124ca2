using System.Globalization;

namespace Optimizer.Planning.Capacity;

/// <summary>The published measurements the capacity model learns from, embedded in this assembly; Data/README.md has their notices.</summary>
internal static class SpeedTables
{
    /// <summary>Compute slices of the profiles in the tables, ascending.</summary>
    internal static readonly int[] Profiles = [1, 2, 3, 4, 7];

    /// <summary>Curves ordered by kind, model, batch.</summary>
    /// <param name="clean">Slips are taken out, see <see cref="TableCleaning"/>; false shows the tables as published.</param>
    internal static SpeedCurve[] Read(bool clean = true)
    {
        Cell[] inference = [.. Rows("parvagpu_inference.csv").Select(row => new Cell(row[0], Int(row[1]), Int(row[2]), Int(row[3]), Number(row[4])))];
        Cell[] training = [.. Rows("miso_training.csv").Select(row => new Cell(row[0], Int(row[1]), Int(row[2]), 1, 1 / Number(row[3])))];
        IEnumerable<SpeedCurve> curves = [.. Inference(clean ? TableCleaning.WithoutSlips(inference) : inference), .. Training(training)];
        if (clean)
        {
            curves = curves.Where(TableCleaning.IsPossible);
        }

        return [.. curves.OrderBy(curve => curve.Kind).ThenBy(curve => curve.Model, StringComparer.Ordinal).ThenBy(curve => curve.Batch)];
    }

    private static IEnumerable<SpeedCurve> Inference(Cell[] cells)
    {
        foreach (IGrouping<string, Cell> model in cells.GroupBy(cell => cell.Model))
        {
            Dictionary<int, double> best = model.GroupBy(cell => cell.Slices).ToDictionary(group => group.Key, group => group.Max(cell => cell.Rate));
            yield return new SpeedCurve(model.Key, CurveKind.Filled, 0, best.Select(pair => (pair.Key, pair.Value, 1.0)));
            foreach (IGrouping<int, Cell> batch in model.Where(cell => cell.Processes == 1).GroupBy(cell => cell.Batch))
            {
                // Fewer than three profiles, or none to relate to, teach nothing about a shape.
                if (batch.Count() >= 3 && batch.Any(cell => cell.Slices == 7))
                {
                    yield return new SpeedCurve(model.Key, CurveKind.FixedBatch, batch.Key, batch.Select(cell => (cell.Slices, cell.Rate, Math.Min(1, cell.Rate / best[cell.Slices]))));
                }
            }
        }
    }

    private static IEnumerable<SpeedCurve> Training(Cell[] cells) => cells
        .GroupBy(cell => (cell.Model, cell.Batch))
        .Select(group => new SpeedCurve(group.Key.Model, CurveKind.Training, group.Key.Batch, group.Select(cell => (cell.Slices, cell.Rate, double.NaN))));

    private static IEnumerable<string[]> Rows(string name)
    {
        using Stream stream = typeof(SpeedTables).Assembly.GetManifestResourceStream($"Optimizer.Planning.Capacity.Data.{name}")
            ?? throw new InvalidOperationException($"The table {name} is not embedded in {typeof(SpeedTables).Assembly.GetName().Name}.");
        using StreamReader reader = new(stream);
        _ = reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            yield return line.Split(',');
        }
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>One measurement.</summary>
    internal readonly record struct Cell(string Model, int Slices, int Batch, int Processes, double Rate);
}
