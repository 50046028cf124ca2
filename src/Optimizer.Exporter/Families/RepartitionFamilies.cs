using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section M: what was done to the hardware and to workloads, how it ended and how long it took.</summary>
internal sealed class RepartitionFamilies() : FamilyGroup(
    Section, "Repartition and moves", [Repartitions, PhaseSeconds, InProgress, Moves, Interruption])
{
    private const char Section = 'M';
    private const string Interrupted = "interruption";

    private static readonly MetricFamily Repartitions = new("repartitions_total", Counter, "operations", Section)
    {
        Help = "Plans carried out, by the deepest thing they did (placement: replicas only; restore: a layout put back) and how they ended. Zero is said.",
        Source = "journal",
        Labels = [Closed("kind", "reshape", "mode_change", "placement", "restore"), Closed("result", "success", "rolled_back", "failed", "aborted")],
        SeriesCap = 16,
    };

    private static readonly MetricFamily PhaseSeconds = new("repartition_duration_seconds", Histogram, MetricUnit.Seconds, Section)
    {
        Help = "How long phases of repartitions took, every step counted. Zero is said.",
        Source = "control loop",
        Labels = [Closed("phase", "drain", "destroy", "create", "verify", "resume")],
        SeriesCap = 5,

        // The driver creates and destroys in tenths of a second to seconds; draining and resuming wait for workloads, up to the half hour a drain may be given.
        Buckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800],
    };

    private static readonly MetricFamily InProgress = new("repartition_in_progress", Gauge, MetricUnit.Bool, Section)
    {
        Help = "1 while the daemon changes the GPU, 0 for every other: inhibit MIG alerts by it.",
        Source = "control loop",
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Moves = new("workload_moves_total", Counter, "moves", Section)
    {
        Help = "Replicas started, stopped or moved by the daemon, by how it ended. Zero is said.",
        Source = "journal",
        Labels = [Closed("kind", "start", "stop", "move"), Closed("result", "success", "failed", "timed_out", "refused")],
        SeriesCap = 12,
    };

    private static readonly MetricFamily Interruption = new("workload_interruption_seconds", Histogram, MetricUnit.Seconds, Section)
    {
        Help = "From the stop of a replica to its successor being ready, by what runs the workload: what its users feel. Zero is said.",
        Source = "control loop",
        Labels = [Of<WorkloadKind>("kind")],
        SeriesCap = 4,

        // Up to 1 s is make before break; a small server is back in seconds, one that loads a large model in one to ten minutes, and restarts are planned with about a minute.
        Buckets = [0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 120, 300, 600, 1800],
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Control is not { } control)
        {
            return;
        }

        ControlReport report = control.Report;
        foreach (string kind in Repartitions.Labels[0].Values)
        {
            foreach (string result in Repartitions.Labels[1].Values)
            {
                writer.Write(Repartitions, CountOf(report.Repartitions.Span, kind, result), kind, result);
            }
        }

        foreach (string kind in Moves.Labels[0].Values)
        {
            foreach (string result in Moves.Labels[1].Values)
            {
                writer.Write(Moves, CountOf(report.Moves.Span, kind, result), kind, result);
            }
        }

        WriteInProgress(report, input.Snapshot, writer);
        WriteMeasurements(control.Measurements, writer);
    }

    private static long CountOf(ReadOnlySpan<RepartitionCount> counts, string kind, string result)
    {
        foreach (RepartitionCount count in counts)
        {
            if (count.Kind == kind && count.Result == result)
            {
                return count.Count;
            }
        }

        return 0;
    }

    private static long CountOf(ReadOnlySpan<MoveCount> counts, string kind, string result)
    {
        foreach (MoveCount count in counts)
        {
            if (count.Kind == kind && count.Result == result)
            {
                return count.Count;
            }
        }

        return 0;
    }

    private static void WriteInProgress(ControlReport report, NodeSnapshot? snapshot, ISeriesWriter writer)
    {
        foreach (GpuUuid gpu in report.Repartitioning)
        {
            writer.Write(InProgress, 1, gpu.Value);
        }

        foreach (GpuSnapshot gpu in snapshot?.Gpus ?? [])
        {
            if (!report.Repartitioning.Span.Contains(gpu.Uuid))
            {
                writer.Write(InProgress, 0, gpu.Uuid.Value);
            }
        }
    }

    private static void WriteMeasurements(IReadOnlyList<Measured> measurements, ISeriesWriter writer)
    {
        ReadOnlySpan<string> phases = PhaseSeconds.Labels[0].Values.Span;
        ReadOnlySpan<string> kinds = Interruption.Labels[0].Values.Span;
        foreach (string phase in phases)
        {
            writer.Open(PhaseSeconds, phase);
        }

        foreach (string kind in kinds)
        {
            writer.Open(Interruption, kind);
        }

        for (int at = 0; at < measurements.Count; at++)
        {
            Measured measured = measurements[at];
            if (phases.Contains(measured.What))
            {
                writer.Observe(PhaseSeconds, measured.Seconds, measured.What);
            }
            else if (measured.What == Interrupted && kinds.Contains(measured.Kind))
            {
                writer.Observe(Interruption, measured.Seconds, measured.Kind);
            }
        }
    }
}
