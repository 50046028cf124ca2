using System.Globalization;
using System.Text;
using Optimizer.Host.Control.Answers;

namespace Optimizer.Host.Operating;

/// <summary>The node at a glance for people.</summary>
internal static class StatusText
{
    /// <summary>The text.</summary>
    public static string Of(StatusAnswer status)
    {
        StringBuilder text = new();
        string lowered = status.Mode == status.Configured || status.Paused ? "" : $" (configured: {status.Configured})";
        text.Append(CultureInfo.InvariantCulture, $"GPU Optimizer {status.Version} at {status.At}\nMode {status.Mode}{lowered}{(status.Paused ? $", paused (configured: {status.Configured})" : "")}{(status.Reason is { } reason ? $": {reason}" : "")}\n");
        Section(text, "Why it holds", status.Holds, static hold => $"{hold.Interlock}{(hold.Subject.Length == 0 ? "" : $" ({hold.Subject})")}, since {hold.Since}: {hold.Sentence}");
        if (status.Plan is PlanAnswer plan)
        {
            // A plan that is over has said its last word in the table of decisions; one in flight is followed step by step.
            bool live = plan.Life is "acting" or "unwinding" or "proposed" or "recommended";
            text.Append('\n').Append(PlanLines.Of(live ? plan : plan with { Steps = null }));
        }

        text.Append('\n');
        foreach (GpuAnswer gpu in status.Gpus)
        {
            Gpu(text, gpu);
        }

        if (status.Gpus.Count == 0)
        {
            text.Append("No GPU is seen; gpu-optimizer run says in its log what it found.\n");
        }

        Section(text, "Left alone", status.Quarantines, static one => $"{one.Gpu}, since {one.Since}: {one.Reason} When it is well: gpu-optimizer release {one.Gpu}");
        if (status.Decisions.Count > 0)
        {
            text.Append("\nLast decisions").Append(PlanLines.Table(status.Decisions));
        }

        return text.ToString();
    }

    private static void Gpu(StringBuilder text, GpuAnswer gpu)
    {
        string layout = gpu.Layout is string notation ? $"MIG {notation}" : "no MIG";
        string changing = gpu.Repartitioning ? ", being changed" : "";
        string alone = gpu.Quarantine is null ? "" : ", left alone";
        text.Append(CultureInfo.InvariantCulture, $"GPU {gpu.Index} {gpu.Name} {gpu.Uuid}: {gpu.State}, {layout}{changing}{alone}\n  {SliceMap.Of(gpu)}\n");
        foreach (SeatAnswer seat in gpu.Seats)
        {
            string place = seat.Start is int start ? string.Create(CultureInfo.InvariantCulture, $"{seat.Profile}@{start}") : seat.Profile;
            string who = seat.Workload is string workload ? $" {workload}{(seat.State is string state ? $" ({state})" : "")}" : "";
            string held = seat.Holders.Count > 0 ? $"{(who.Length == 0 ? "" : ",")} held by {string.Join(", ", seat.Holders)}" : "";
            if (who.Length + held.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {place}:{who}{held}\n");
            }

            if (seat.Trouble is string trouble)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {place}: {trouble}\n");
            }
        }
    }

    private static void Section<T>(StringBuilder text, string title, IReadOnlyList<T> items, Func<T, string> line)
    {
        if (items.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(title).Append('\n');
        foreach (T item in items)
        {
            text.Append("  ").Append(line(item)).Append('\n');
        }
    }
}
