using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section N: how the observation itself is doing. Written last, because it reports what was dropped from the others.</summary>
internal sealed class HealthFamilies() : FamilyGroup(
    Section, "Exporter and daemon health",
    [Up, Duration, LastSuccess, NvmlErrors, Reinitializations, ReloadSuccessful, ReloadSuccess, Dropped])
{
    private const char Section = 'N';

    private static readonly MetricFamily Up = new("collector_up", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 when the collector's last run succeeded for every GPU it could ask.",
        Source = "sampler",
        Labels = [Open("collector")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily Duration = new("collector_duration_seconds", Histogram, MetricUnit.Seconds, Section)
    {
        Help = "How long runs of the collector took, every run counted.",
        Source = "sampler",
        Labels = [Open("collector")],
        SeriesCap = SeriesCaps.Node,

        // From a healthy run on one GPU to a call that hangs until its deadline.
        Buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly MetricFamily LastSuccess = new("collector_last_success_timestamp_seconds", Gauge, MetricUnit.Seconds, Section)
    {
        Help = "When the collector last succeeded, in unix time: alert on its age. Absent when it never did.",
        Source = "sampler",
        Labels = [Open("collector")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily NvmlErrors = new("nvml_errors_total", Counter, "errors", Section)
    {
        Help = "NVML calls that failed, by function and code. Not-supported answers are not failures and are not counted.",
        Source = "every NVML call",
        Labels = [Open("function"), Open("code")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily Reinitializations = new("nvml_reinitializations_total", Counter, "reinitializations", Section)
    {
        Help = "Times NVML was shut down and opened again, by reason.",
        Source = "owner of the NVML session",
        Labels = [Of<ReinitializationReason>("reason")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily Dropped = new("series_dropped_total", Counter, "series", Section)
    {
        Help = "Readings and series kept off this page: over a cap (limit), switched off (filter), or impossible (invalid). Counted once per exposed snapshot.",
        Source = "exporter; the sampler for what it refused",
        Labels = [Open("family"), Closed("reason", "limit", "filter", "invalid")],
        SeriesCap = SeriesCaps.Node,
    };

    private static readonly MetricFamily ReloadSuccessful = new("config_last_reload_successful", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 when the configuration was accepted the last time it was read; at 0 the last good one is in force.",
        Source = "configuration reader",
        SeriesCap = 1,
    };

    private static readonly MetricFamily ReloadSuccess = new("config_last_reload_success_timestamp_seconds", Gauge, MetricUnit.Seconds, Section)
    {
        Help = "When a configuration was last accepted, in unix time.",
        Source = "configuration reader",
        SeriesCap = 1,
    };

    /// <summary>The family that tells of limits and therefore obeys none but its own.</summary>
    public static MetricFamily DroppedSeries => Dropped;

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Reload is { } reload)
        {
            writer.Write(ReloadSuccessful, reload.Successful ? 1 : 0);
            writer.Write(ReloadSuccess, reload.LastSuccessAt);
        }

        if (input.Snapshot is not { } node)
        {
            return;
        }

        foreach (CollectorHealth collector in node.Health.Collectors)
        {
            writer.Write(Up, collector.Up ? 1 : 0, collector.Name);
            writer.Write(LastSuccess, collector.LastSuccessAt, collector.Name);
            WriteRuns(collector.Name, input.Runs, writer);
        }

        foreach (NvmlErrorCount errors in node.Health.NvmlErrors)
        {
            writer.Write(NvmlErrors, errors.Count, errors.Function, errors.Code);
        }

        foreach (ReinitializationCount opened in node.Health.Reinitializations)
        {
            writer.Write(Reinitializations, opened.Count, LabelText<ReinitializationReason>.Of(opened.Reason));
        }

        WriteDropped(node.Health.Dropped.Span, writer);
    }

    private static void WriteRuns(string collector, IReadOnlyList<CollectorRun> runs, ISeriesWriter writer)
    {
        writer.Keep(Duration, collector);
        for (int at = 0; at < runs.Count; at++)
        {
            if (runs[at].Collector == collector)
            {
                writer.Observe(Duration, runs[at].Seconds, collector);
            }
        }
    }

    // The sampler and the exporter refuse readings independently; an operator wants one number per family.
    private static void WriteDropped(ReadOnlySpan<DroppedReading> bySampler, ISeriesWriter writer)
    {
        foreach (DroppedReading reading in bySampler)
        {
            if (MetricCatalogue.Find(reading.Family) is null)
            {
                writer.Write(Dropped, reading.Count, reading.Family, "invalid");
            }
        }

        foreach (MetricFamily family in MetricCatalogue.Families)
        {
            DropCounts counts = writer.Dropped(family);
            long invalid = counts.Invalid;
            foreach (DroppedReading reading in bySampler)
            {
                invalid += reading.Family == family.Name ? reading.Count : 0;
            }

            WriteNonZero(counts.Limit, family.Name, "limit", writer);
            WriteNonZero(counts.Filter, family.Name, "filter", writer);
            WriteNonZero(invalid, family.Name, "invalid", writer);
        }
    }

    private static void WriteNonZero(long count, string family, string reason, ISeriesWriter writer)
    {
        if (count > 0)
        {
            writer.Write(Dropped, count, family, reason);
        }
    }
}
