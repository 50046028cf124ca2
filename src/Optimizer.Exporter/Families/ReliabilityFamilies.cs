using NodaTime;
using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section G: errors, and what is left to repair them with.</summary>
internal sealed class ReliabilityFamilies() : FamilyGroup(
    Section, "Reliability",
    [EccErrors, EccMode, RemappedRows, RemapObserved, RemapPending, RemapFailed, RemapBanks, XidErrors, XidLast, DriverEvents])
{
    // Codes a GPU has been seen to report, instances counted apart; the rest of the thousand would be a decoding fault.
    private const int XidsPerGpu = 64;
    private const char Section = 'G';
    private const string WhileMig = " The driver refuses this while MIG instances exist: the last reading is kept, with its age in device_row_remap_observed_timestamp_seconds.";

    private static readonly MetricFamily EccErrors = new("device_ecc_errors_total", Counter, "errors", Section)
    {
        Help = "ECC errors, since driver load (volatile) or over the board's life (lifetime). Only what the driver answers: volatile counts are absent in MIG mode.",
        Source = "nvmlDeviceGetTotalEccErrors, nvmlDeviceGetMemoryErrorCounter",
        Labels = [Gpu, Of<EccSeverity>("severity"), Of<EccScope>("scope"), Of<EccLocation>("location")],
        SeriesCap = SeriesCaps.PerGpu(12),
    };

    private static readonly MetricFamily EccMode = new("device_ecc_mode_enabled", Gauge, MetricUnit.Bool, Section)
    {
        Help = "Whether ECC is on now (current) and will be after the next reset (pending).",
        Source = "nvmlDeviceGetEccMode",
        Labels = [Gpu, Closed("phase", "current", "pending")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily RemappedRows = new("device_remapped_rows_total", Counter, "rows", Section)
    {
        Help = "Memory rows replaced by spare ones, by the errors that caused it." + WhileMig,
        Source = "nvmlDeviceGetRemappedRows (fields 142, 143)",
        Labels = [Gpu, Closed("cause", "correctable", "uncorrectable")],
        SeriesCap = SeriesCaps.PerGpu(2),
    };

    private static readonly MetricFamily RemapObserved = PerGpu(
        "device_row_remap_observed_timestamp_seconds", MetricUnit.Seconds, "When the row remap state was last readable, in unix time.",
        "daemon clock at the last successful nvmlDeviceGetRemappedRows");

    private static readonly MetricFamily RemapPending = PerGpu(
        "device_row_remap_pending", MetricUnit.Bool, "1 while a row remap waits for a GPU reset." + WhileMig, "nvmlDeviceGetRemappedRows");

    private static readonly MetricFamily RemapFailed = PerGpu(
        "device_row_remap_failed", MetricUnit.Bool, "1 once a row could not be remapped: the board is due for replacement." + WhileMig, "nvmlDeviceGetRemappedRows");

    private static readonly MetricFamily RemapBanks = new("device_row_remap_banks", Gauge, "banks", Section)
    {
        Help = "Memory banks by spare rows left, from all (max) to none. Readable in MIG mode too: alert on none above 0.",
        Source = "nvmlDeviceGetRowRemapperHistogram",
        Labels = [Gpu, Closed("availability", "max", "high", "partial", "low", "none")],
        SeriesCap = SeriesCaps.PerGpu(5),
    };

    private static readonly MetricFamily XidErrors = new("device_xid_errors_total", Counter, "errors", Section)
    {
        Help = "XID errors by code since the daemon started; gpu_instance_id is empty where the driver named no instance. Codes worth watching start at 0.",
        Source = "nvmlEventSetWait_v2, XidCriticalError",
        Labels = [Gpu, GpuInstanceId, Open("xid")],
        SeriesCap = SeriesCaps.PerGpu(XidsPerGpu),
    };

    private static readonly MetricFamily XidLast = new("device_xid_last_timestamp_seconds", Gauge, MetricUnit.Seconds, Section)
    {
        Help = "When a code was last reported by the GPU or any instance of it, in unix time. Absent for a code that never was.",
        Source = "daemon clock at the event",
        Labels = [Gpu, Open("xid")],
        SeriesCap = SeriesCaps.PerGpu(XidsPerGpu),
    };

    private static readonly MetricFamily DriverEvents = new("device_driver_events_total", Counter, "events", Section)
    {
        Help = "Events of the driver other than XIDs, since the daemon started. Absent while events cannot be watched.",
        Source = "nvmlEventSetWait_v2",
        Labels = [Gpu, Of<DriverEventKind>("event")],
        SeriesCap = SeriesCaps.PerGpu(8),
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        foreach (GpuSnapshot gpu in input.Snapshot?.Gpus ?? [])
        {
            string uuid = gpu.Uuid.Value;
            ReliabilityReading reading = gpu.Reliability;
            writer.Write(EccMode, reading.EccEnabled, uuid, "current");
            writer.Write(EccMode, reading.EccPending, uuid, "pending");
            foreach (EccErrorCount errors in reading.EccErrors)
            {
                writer.Write(
                    EccErrors, errors.Count, uuid, LabelText<EccSeverity>.Of(errors.Severity), LabelText<EccScope>.Of(errors.Scope),
                    LabelText<EccLocation>.Of(errors.Location));
            }

            WriteRemap(uuid, reading, writer);
            WriteXids(uuid, reading.Xids.Span, writer);
            foreach (DriverEventCount happened in reading.Events)
            {
                writer.Write(DriverEvents, happened.Count, uuid, LabelText<DriverEventKind>.Of(happened.Kind));
            }
        }
    }

    private static void WriteRemap(string uuid, ReliabilityReading reading, ISeriesWriter writer)
    {
        if (reading.RowRemap is { } remap)
        {
            writer.Write(RemappedRows, remap.Correctable, uuid, "correctable");
            writer.Write(RemappedRows, remap.Uncorrectable, uuid, "uncorrectable");
            writer.Write(RemapPending, remap.Pending, uuid);
            writer.Write(RemapFailed, remap.Failed, uuid);
            writer.Write(RemapObserved, remap.ObservedAt, uuid);
        }

        if (reading.RemapBanks is { } banks)
        {
            writer.Write(RemapBanks, banks.Max, uuid, "max");
            writer.Write(RemapBanks, banks.High, uuid, "high");
            writer.Write(RemapBanks, banks.Partial, uuid, "partial");
            writer.Write(RemapBanks, banks.Low, uuid, "low");
            writer.Write(RemapBanks, banks.None, uuid, "none");
        }
    }

    private static void WriteXids(string uuid, ReadOnlySpan<XidCount> xids, ISeriesWriter writer)
    {
        for (int at = 0; at < xids.Length; at++)
        {
            XidCount xid = xids[at];
            string code = NumberText.Of(xid.Xid);
            writer.Write(XidErrors, xid.Count, uuid, NumberText.OrEmpty(xid.GpuInstanceId), code);
            if (!HasCode(xids[..at], xid.Xid))
            {
                writer.Write(XidLast, Newest(xids[at..], xid.Xid), uuid, code);
            }
        }
    }

    private static bool HasCode(ReadOnlySpan<XidCount> xids, uint code)
    {
        foreach (XidCount xid in xids)
        {
            if (xid.Xid == code)
            {
                return true;
            }
        }

        return false;
    }

    private static Instant? Newest(ReadOnlySpan<XidCount> xids, uint code)
    {
        Instant? newest = null;
        foreach (XidCount xid in xids)
        {
            if (xid.Xid == code && xid.LastAt is { } at && (newest is null || at > newest))
            {
                newest = at;
            }
        }

        return newest;
    }

    private static MetricFamily PerGpu(string name, string unit, string help, string source) => new(name, Gauge, unit, Section)
    {
        Help = help,
        Source = source,
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };
}
