using System.Globalization;
using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Boards;

/// <summary>How long creating and destroying an instance takes, as published for A30, A100 and H100; seconds.</summary>
/// <remarks>A board the table lacks goes by the newest one, H100; a width it lacks by the next wider one.</remarks>
internal static class ReconfigurationTable
{
    private static readonly Lazy<List<Row>> Rows = new(Read);

    public static double CreateSeconds(SimulatedBoard board, BoardProfile profile) => Find(board, profile).Create;

    public static double DestroySeconds(SimulatedBoard board, BoardProfile profile) => Find(board, profile).Destroy;

    private static Row Find(SimulatedBoard board, BoardProfile profile)
    {
        string gpu = board.Architecture >= NvmlArchitecture.Hopper ? "H100" : board.MemorySlices == 4 ? "A30" : "A100";
        Row? last = null;
        foreach (Row row in Rows.Value)
        {
            if (row.Gpu == gpu)
            {
                last = row;
                if (row.Slices >= profile.ComputeSlices)
                {
                    return row;
                }
            }
        }

        return last ?? throw new InvalidOperationException($"The embedded table of reconfiguration times lacks {gpu}.");
    }

    private static List<Row> Read()
    {
        using Stream stream = typeof(ReconfigurationTable).Assembly.GetManifestResourceStream("Boards/mig_reconfiguration_seconds.csv")
            ?? throw new InvalidOperationException("The embedded table of reconfiguration times is missing from the assembly.");
        using StreamReader reader = new(stream);
        List<Row> rows = [];
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (cells.Length == 4 && int.TryParse(cells[1], out int slices))
            {
                rows.Add(new Row(cells[0], slices, double.Parse(cells[2], CultureInfo.InvariantCulture), double.Parse(cells[3], CultureInfo.InvariantCulture)));
            }
        }

        return rows;
    }

    /// <summary>By GPU, then by width.</summary>
    private sealed record Row(string Gpu, int Slices, double Create, double Destroy);
}
