using System.Globalization;
using System.Text.Json;
using Optimizer.Host.Cli;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Simulation.Boards;
using Spectre.Console;
using Layout = Optimizer.Model.Mig.Layout;

namespace Optimizer.Host.Observation;

/// <summary>The verb <c>layouts</c>: every legal MIG layout of a GPU model, the maximal ones marked.</summary>
internal static class LayoutsVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the list.</summary>
    public static async Task<int> RunAsync(LayoutsRequest request, CancellationToken cancellationToken)
    {
        if (BoardCatalogue.Find(request.Gpu) is not SimulatedBoard board)
        {
            string[] keys = [.. BoardCatalogue.All.Select(static known => known.Key)];
            string nearest = NearestName.Of(request.Gpu, keys) is string near ? $" Did you mean '{near}'?" : string.Empty;
            await request.Error.WriteLineAsync($"gpu-optimizer layouts: no GPU model '{request.Gpu}'.{nearest} Known: {string.Join(", ", keys)}");
            return ExitCode.Refused;
        }

        if (!BoardGeometry.TryCreate(board, out MigGeometry? geometry, out string? problem))
        {
            await request.Error.WriteLineAsync($"gpu-optimizer layouts: the profiles of {board.Title} make no sense: {problem}");
            return ExitCode.Refused;
        }

        ValueArray<Layout> legal = LayoutSearch.Legal(geometry);
        LayoutRow[] rows = [.. legal.Select(Row).Where(row => row.Maximal || !request.MaximalOnly)];
        cancellationToken.ThrowIfCancellationRequested();
        await request.Output.WriteAsync(request.Json
            ? JsonSerializer.Serialize(new LayoutList(board.Key, board.Title, geometry.ComputeSlices, geometry.MemorySlices, legal.Count, rows), Json) + "\n"
            : Table(board, geometry, legal.Count, rows));
        return ExitCode.Ok;
    }

    private static LayoutRow Row(Layout layout)
    {
        int compute = 0, memory = 0;
        foreach (PlacedInstance instance in layout.Instances)
        {
            compute += layout.Geometry.FindProfile(instance.Profile)!.ComputeSlices;
            memory += instance.Placement.Size;
        }

        return new LayoutRow(layout.ToString(), layout.Instances.Count, compute, memory, LayoutSearch.IsMaximal(layout));
    }

    private static string Table(SimulatedBoard board, MigGeometry geometry, int legal, LayoutRow[] rows)
    {
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 160;
        Table table = new Table().Border(TableBorder.Simple).AddColumns("layout", "instances", "compute", "memory", "maximal");
        foreach (int column in new[] { 1, 2, 3 })
        {
            table.Columns[column].RightAligned();
        }

        foreach (LayoutRow row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Layout),
                row.Instances.ToString(CultureInfo.InvariantCulture),
                $"{row.ComputeSlices}/{geometry.ComputeSlices}",
                $"{row.MemorySlices}/{geometry.MemorySlices}",
                row.Maximal ? "yes" : string.Empty);
        }

        console.Write(table);
        int maximal = rows.Count(static row => row.Maximal);
        text.Write($"{board.Title}: {legal} legal layouts, {maximal} of them maximal (nothing can be added).\n");
        text.Write("profile@start, starts in memory slices. A running node's own profiles come from its driver and may differ.\n");
        return string.Join('\n', text.ToString().Split('\n').Select(static line => line.TrimEnd()));
    }

    private sealed record LayoutList(string Gpu, string Title, int ComputeSlices, int MemorySlices, int LegalLayouts, LayoutRow[] Layouts);

    private sealed record LayoutRow(string Layout, int Instances, int ComputeSlices, int MemorySlices, bool Maximal);
}
