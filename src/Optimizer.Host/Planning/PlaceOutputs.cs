using System.Globalization;
using System.Text.Json;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;
using Spectre.Console;

namespace Optimizer.Host.Planning;

/// <summary>Writes what replays came to: the two CSV files of the verb <c>place</c>, its table, its JSON.</summary>
internal static class PlaceOutputs
{
    private static readonly (string Name, string Member, Func<ReplayFigures, double?> Figure)[] Columns =
    [
        ("accepted_percent", "acceptedPercent", static run => run.AcceptedPercent),
        ("accepted_gpc_time_percent", "acceptedGpcTimePercent", static run => run.AcceptedGpcTimePercent),
        ("accepted_7g_percent", "accepted7gPercent", static run => run.AcceptedWholePercent),
        ("moves_per_100_accepted", "movesPer100Accepted", static run => run.MovesPer100Accepted),
        ("fragmentation_percent", "fragmentationPercent", static run => run.FragmentationPercent),
        ("active_gpus", "activeGpus", static run => run.ActiveGpus),
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
                        $"{Load(summary)},{summary.Policy},{firstSeed + run},{made.Seconds:0.000},{CsvText.Quoted(move.Request)},{move.From.Profile},{move.FromGpu},{move.From.Placement.Start},{move.ToGpu},{move.To.Placement.Start},{CsvText.Quoted(made.For)}\n"));
                }
            }
        }
    }

    /// <summary>A table for people.</summary>
    public static string Table(IReadOnlyList<ReplaySummary> summaries)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("load", "policy", "accepted %", "GPC time %", "7g %", "moves/100", "fragmented %", "active GPUs");
        for (int column = 2; column < 8; column++)
        {
            table.Columns[column].RightAligned();
        }

        foreach (ReplaySummary summary in summaries)
        {
            table.AddRow([Load(summary), summary.Policy, .. Columns.Select(column => Digits(summary.Mean(column.Figure)))]);
        }

        return Documents.Plain(table);
    }

    /// <summary>The figures, and those of each seed, as one JSON document. What a policy does not have is left out.</summary>
    public static string Json(IReadOnlyList<ReplaySummary> summaries, int gpus, string gpu, int firstSeed) => Documents.Json(json =>
    {
        json.WriteString("gpu", gpu);
        json.WriteNumber("gpus", gpus);
        json.WriteNumber("firstSeed", firstSeed);
        json.WriteStartArray("figures");
        foreach (ReplaySummary summary in summaries)
        {
            json.WriteStartObject();
            json.WriteNumber("offeredLoad", summary.OfferedLoad);
            json.WriteString("policy", summary.Policy);
            Array.ForEach(Columns, column => Number(json, column.Member, summary.Mean(column.Figure)));
            Number(json, "allocatedPercent", summary.Mean(static run => run.AllocatedPercent));
            json.WriteStartArray("seeds");
            for (int run = 0; run < summary.Runs.Count; run++)
            {
                Seed(json, firstSeed + run, summary.Runs[run]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Seed(Utf8JsonWriter json, int seed, ReplayFigures run)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", seed);
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
}
