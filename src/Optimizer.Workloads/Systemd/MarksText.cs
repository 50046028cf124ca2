using System.Globalization;

namespace Optimizer.Workloads.Systemd;

/// <summary>The file beside a drop-in: one <c>key=number</c> a line. What cannot be read counts as not yet, which only measures and asks anew.</summary>
internal static class MarksText
{
    public static string Write(BindingMarks marks) =>
        string.Concat(
            Line("interrupted-at", marks.InterruptedAt),
            Line("started-at", marks.StartedAt),
            Line("asked-at", marks.AskedAt),
            Line("ready-at", marks.ReadyAt),
            Line("drained-at", marks.DrainedAt),
            Line("stopped-at", marks.StoppedAt));

    public static BindingMarks Read(string text)
    {
        string[] lines = text.Split('\n');
        long? Of(string key) => lines.FirstOrDefault(line => line.StartsWith(key + "=", StringComparison.Ordinal)) is { } line
            && long.TryParse(line.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long at) ? at : null;
        return new()
        {
            InterruptedAt = Of("interrupted-at"),
            StartedAt = Of("started-at"),
            AskedAt = Of("asked-at"),
            ReadyAt = Of("ready-at"),
            DrainedAt = Of("drained-at"),
            StoppedAt = Of("stopped-at"),
        };
    }

    private static string Line(string key, long? at) => at is { } time ? string.Create(CultureInfo.InvariantCulture, $"{key}={time}\n") : "";
}
