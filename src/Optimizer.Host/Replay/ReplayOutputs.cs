using System.Globalization;
using System.Text.Json;
using NodaTime;
using Optimizer.Host.Planning;
using Optimizer.Model.Acting;
using Spectre.Console;

namespace Optimizer.Host.Replay;

/// <summary>Writes what a replay came to: <c>summary.csv</c>, <c>windows.csv</c>, <c>decisions.jsonl</c>, the table, the JSON.</summary>
internal static class ReplayOutputs
{
    private static readonly (string Name, Func<ReplaySummary, string> Text)[] Columns =
    [
        ("policy", static summary => summary.Policy),
        ("gpu_hours", static summary => Digits(summary.GpuHours, "0.00")),
        ("peak_gpus", static summary => Whole(summary.PeakGpus)),
        ("violation_service_minutes", static summary => Digits(summary.ViolationMinutes, "0.00")),
        ("violation_percent", static summary => Digits(summary.ViolationPercent, "0.0000")),
        ("unmet_requests", static summary => Digits(summary.Unmet, "0")),
        ("layout_changes", static summary => Whole(summary.LayoutChanges)),
        ("moved_workloads", static summary => Whole(summary.Moves)),
        ("flaps", static summary => Whole(summary.Flaps)),
        ("energy_kwh", static summary => Digits(summary.EnergyKwh, "0.00")),
        ("cost", static summary => Digits(summary.Cost, "0.00")),
        ("oracle_ratio", static _ => ""),
        ("planner_ms_p50", static summary => Milliseconds(summary.PlannerMillisecondsP50)),
        ("planner_ms_p99", static summary => Milliseconds(summary.PlannerMillisecondsP99)),
    ];

    /// <summary>One row. Everything but the milliseconds, which are measured, follows from inputs and seed.</summary>
    public static void WriteSummary(ReplaySummary summary, TextWriter writer)
    {
        writer.Write($"{string.Join(',', Columns.Select(static column => column.Name))}\n");
        writer.Write($"{string.Join(',', Columns.Select(column => column.Text(summary)))}\n");
    }

    /// <summary>One row a window: demand, ready capacity and unmet requests of each service, and the GPUs.</summary>
    public static void WriteWindows(ReplayLedger ledger, TextWriter writer)
    {
        string[] columns =
        [
            "t_s",
            .. ledger.Services.SelectMany(static name => new[] { $"{name}_demand", $"{name}_ready", $"{name}_unmet", $"{name}_violation_s" }).Select(CsvText.Quoted),
            "gpus_mean",
            "gpus_peak",
        ];
        writer.Write($"{string.Join(',', columns)}\n");
        foreach (ReplayWindow window in ledger.Windows)
        {
            writer.Write(window.StartSeconds.ToString(CultureInfo.InvariantCulture));
            foreach (ReplayServiceWindow service in window.Services)
            {
                writer.Write($",{Digits(service.Demand, "0.####")},{Digits(service.Capacity, "0.####")},{Digits(service.Unmet, "0.##")},{Digits(service.ViolationSeconds, "0.##")}");
            }

            writer.Write($",{Digits(window.MeanGpus, "0.###")},{Whole(window.PeakGpus)}\n");
        }
    }

    /// <summary>One JSON object a line for each plan that was to act: why, what else there was, what became of it.</summary>
    /// <param name="plans">The plans, in order.</param>
    /// <param name="start">Time 0 of the replay.</param>
    /// <param name="firstSeconds">What the demand file calls it.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteDecisions(IEnumerable<PlanRecord> plans, Instant start, long firstSeconds, TextWriter writer)
    {
        using MemoryStream bytes = new();
        foreach (PlanRecord plan in plans)
        {
            bytes.SetLength(0);
            using (Utf8JsonWriter json = new(bytes))
            {
                new DecisionJson(json, start, firstSeconds).Write(plan);
            }

            writer.Write(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
            writer.Write('\n');
        }
    }

    /// <summary>A table for people.</summary>
    public static string Table(ReplaySummary summary, TimeSpan took, long ticks)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("", summary.Policy);
        table.Columns[1].RightAligned();
        void Row(string title, string text) => table.AddRow(title, text);
        Row("GPU-hours", Digits(summary.GpuHours, "0.0"));
        Row("peak GPUs", Whole(summary.PeakGpus));
        Row("violation %", Digits(summary.ViolationPercent, "0.000"));
        Row("unmet requests %", Digits(100 * summary.Unmet / Math.Max(1, summary.Arrived), "0.000"));
        Row("moves", Whole(summary.Moves));
        Row("layout changes", Whole(summary.LayoutChanges));
        Row("flaps", Whole(summary.Flaps));
        Row("plans", string.Join(", ", summary.Plans.Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {Name(pair.Key.ToString())}"))));
        Row("energy kWh", Digits(summary.EnergyKwh, "0.0"));
        Row("cost", Digits(summary.Cost, "0.00"));
        Row("unmovable stopped", Whole(summary.UnmovableStopped));
        Row("killed", Whole(summary.Killed));
        Row("below floor by order s", Digits(summary.BelowFloorByOrderSeconds, "0"));
        Row("planning ms p50 / p99", $"{Milliseconds(summary.PlannerMillisecondsP50)} / {Milliseconds(summary.PlannerMillisecondsP99)}");
        Row("ticks", Whole(ticks));
        Row("time taken s", Digits(took.TotalSeconds, "0.0"));
        return Documents.Plain(table);
    }

    /// <summary>The summary as one JSON document.</summary>
    public static string Json(ReplaySummary summary, TimeSpan took, long ticks) => Documents.Json(json =>
    {
        foreach ((string name, Func<ReplaySummary, string> text) in Columns)
        {
            string value = text(summary);
            if (name == "policy")
            {
                json.WriteString(name, value);
            }
            else if (value.Length > 0)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value);
            }
        }

        json.WriteNumber("unmovable_stopped", summary.UnmovableStopped);
        json.WriteNumber("killed", summary.Killed);
        json.WriteNumber("below_floor_by_order_s", Math.Round(summary.BelowFloorByOrderSeconds, 2));
        json.WriteStartObject("plans");
        foreach ((PlanLife life, int count) in summary.Plans)
        {
            json.WriteNumber(Name(life.ToString()), count);
        }

        json.WriteEndObject();
        json.WriteStartObject("held_ticks");
        foreach ((string interlock, long count) in summary.Holds)
        {
            json.WriteNumber(Name(interlock), count);
        }

        json.WriteEndObject();
        json.WriteNumber("ticks", ticks);
        json.WriteNumber("took_ms", Math.Round(took.TotalMilliseconds));
    });

    internal static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    private static string Milliseconds(double? value) => value is { } known ? Digits(known, "0.00") : "";

    private static string Digits(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
