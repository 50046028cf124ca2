using System.Globalization;
using System.Text;
using System.Text.Json;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;
using Spectre.Console;

namespace Optimizer.Host.Planning;

/// <summary>Writes what replays came to: the two CSV files of the verb <c>place</c>, its table, its JSON.</summary>
internal static class PlaceOutputs
{
    private static readonly (string Name, Func<ReplayFigures, double?> Figure)[] Columns =
    [
        ("accepted_percent", static run => run.AcceptedPercent),
        ("accepted_gpc_time_percent", static run => run.AcceptedGpcTimePercent),
        ("accepted_7g_percent", static run => run.AcceptedWholePercent),
        ("moves_per_100_accepted", static run => run.MovesPer100Accepted),
        ("fragmentation_percent", static run => run.FragmentationPercent),
        ("active_gpus", static run => run.ActiveGpus),
    ];

    /// <summary>One row per load and policy: means over the seeds. A figure that a policy does not have is empty.</summary>
    public static void WriteFigures(IReadOnlyList<ReplaySummary> summaries, TextWriter writer)
    {
        writer.Write($"offered_load,policy,{string.Join(',', Columns.Select(static column => column.Name))}\n");
        foreach (ReplaySummary summary in summaries)
        {
            writer.Write($"{Load(summary)},{summary.Policy},{string.Join(',', Columns.Select(column => Digits(summary.Mean(column.Figure))))}\n");
        }
    }

    /// <summary>One row per move, in the order made, by load, policy and seed.</summary>
    public static void WriteMoves(IReadOnlyList<ReplaySummary> summaries, int firstSeed, TextWriter writer)
    {
        writer.Write("offered_load,policy,seed,time_s,request,profile,from_gpu,from_start,to_gpu,to_start,for_request\n");
        foreach (ReplaySummary summary in summaries)
        {
            for (int run = 0; run < summary.Runs.Count; run++)
            {
                foreach (ReplayMove made in summary.Runs[run].MoveList)
                {
                    OnlineMove move = made.Move;
                    writer.Write(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Load(summary)},{summary.Policy},{firstSeed + run},{made.Seconds:0.000},{Field(move.Request)},{move.From.Profile},{move.FromGpu},{move.From.Placement.Start},{move.ToGpu},{move.To.Placement.Start},{Field(made.For)}\n"));
                }
            }
        }
    }

    /// <summary>A table for a terminal.</summary>
    public static string Table(IReadOnlyList<ReplaySummary> summaries)
    {
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 160;
        Table table = new Table().Border(TableBorder.Simple).AddColumns("load", "policy", "accepted %", "GPC time %", "7g %", "moves/100", "fragmented %", "active GPUs");
        for (int column = 2; column < 8; column++)
        {
            table.Columns[column].RightAligned();
        }

        foreach (ReplaySummary summary in summaries)
        {
            table.AddRow([Load(summary), summary.Policy, .. Columns.Select(column => Digits(summary.Mean(column.Figure)))]);
        }

        console.Write(table);
        return string.Join('\n', text.ToString().Split('\n').Select(static line => line.TrimEnd()));
    }

    /// <summary>The figures, and those of each seed, as one JSON document. What a policy does not have is left out.</summary>
    public static string Json(IReadOnlyList<ReplaySummary> summaries, int gpus, string gpu, int firstSeed)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("gpu", gpu);
            json.WriteNumber("gpus", gpus);
            json.WriteNumber("first_seed", firstSeed);
            json.WriteStartArray("figures");
            foreach (ReplaySummary summary in summaries)
            {
                json.WriteStartObject();
                json.WriteNumber("offered_load", summary.OfferedLoad);
                json.WriteString("policy", summary.Policy);
                Array.ForEach(Columns, column => Number(json, column.Name, summary.Mean(column.Figure)));
                Number(json, "allocated_percent", summary.Mean(static run => run.AllocatedPercent));
                json.WriteStartArray("seeds");
                summary.Runs.ToList().ForEach(run => Seed(json, run));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void Seed(Utf8JsonWriter json, ReplayFigures run)
    {
        json.WriteStartObject();
        json.WriteNumber("requests", run.Requests);
        json.WriteNumber("accepted", run.Accepted);
        json.WriteNumber("moves", run.Moves);
        Number(json, "creates", run.Creates);
        Number(json, "destroys", run.Destroys);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double known)
        {
            json.WriteNumber(name, Math.Round(known, 4));
        }
    }

    private static string Load(ReplaySummary summary) => summary.OfferedLoad.ToString("0.0###", CultureInfo.InvariantCulture);

    private static string Digits(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Field(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
