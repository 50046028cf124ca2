using Optimizer.Host.Control.Answers;
using Optimizer.Host.Http;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Control;

/// <summary>Turns the node's status into an answer. Pure.</summary>
internal static class StatusAnswers
{
    /// <summary>The answer.</summary>
    public static StatusAnswer Of(NodeStatus status)
    {
        ControlReport? report = status.Report;
        return new StatusAnswer
        {
            Version = ProductVersion.Text,
            At = AnswerWords.At(status.At),
            Mode = AnswerWords.Key(report?.Mode ?? OperatingMode.Observe),
            Configured = AnswerWords.Key(report?.Configured ?? OperatingMode.Observe),
            Paused = report?.Paused ?? false,
            Reason = report?.Reason,
            Holds = report is null ? [] : [.. report.Holds.Select(static hold => new HoldAnswer(AnswerWords.Key(hold.Interlock), hold.Subject, AnswerWords.At(hold.Since), hold.Sentence))],
            Plan = report?.Plan is PlanRecord plan ? PlanAnswers.Of(plan, steps: true) : null,
            Gpus = status.Seen is NodeSnapshot seen ? [.. seen.Gpus.Select(gpu => Gpu(gpu, status))] : [],
            Quarantines = report is null ? [] : [.. report.Quarantines.Select(static one => new QuarantineAnswer(one.Gpu.Value, AnswerWords.At(one.Since), one.Reason))],
            Decisions = [.. status.Decisions.Select(static record => PlanAnswers.Of(record, steps: false))],
        };
    }

    private static GpuAnswer Gpu(GpuSnapshot gpu, NodeStatus status) => new()
    {
        Index = gpu.Identity.Index,
        Uuid = gpu.Uuid.Value,
        Name = gpu.Identity.Name,
        State = AnswerWords.Key(gpu.Availability),
        Layout = gpu.Mig?.Layout,
        Slices = gpu.Mig?.Geometry?.MemorySlices,
        Repartitioning = status.Report?.Repartitioning.Contains(gpu.Uuid) ?? false,
        Quarantine = status.Report?.Quarantines.FirstOrDefault(one => one.Gpu == gpu.Uuid)?.Reason,
        Seats = gpu.Mig is { Enabled: true } mig
            ? [.. mig.Instances.OrderBy(static one => one.PlacementStart).ThenBy(static one => one.Id).Select(instance => Instance(gpu, instance, status))]
            : [Seat("whole", new Seat(gpu.Uuid, null), gpu.ProcessList.Where(static process => process.GpuInstanceId is null), status)],
    };

    private static SeatAnswer Instance(GpuSnapshot gpu, GpuInstanceSnapshot instance, NodeStatus status)
    {
        // Without a placement nobody can be told to sit there, and only the processes say who does.
        Seat? seat = instance is { PlacementStart: uint start, PlacementSize: uint size }
            ? new Seat(gpu.Uuid, new PlacedInstance(instance.Profile, new Placement((int)start, (int)size)))
            : null;
        return Seat(instance.Profile, seat, gpu.ProcessList.Where(process => process.GpuInstanceId == instance.Id), status);
    }

    private static SeatAnswer Seat(string profile, Seat? seat, IEnumerable<GpuProcess> processes, NodeStatus status)
    {
        GpuProcess[] found = [.. processes];
        Replica? replica = seat is null ? null : status.Replicas.FirstOrDefault(one => one.Seat == seat && one.State is not ReplicaState.Stopped);
        IEnumerable<string> holders = seat is null ? [] : status.Holders.Where(one => one.Seat == seat).Select(static one => one.Name);
        return new SeatAnswer
        {
            Profile = profile,
            Start = seat?.Instance?.Placement.Start,
            Size = seat?.Instance?.Placement.Size,
            Workload = replica?.Workload ?? found.Select(static process => process.Workload).FirstOrDefault(static name => name is not null),
            State = replica is null ? null : AnswerWords.Key(replica.State),
            Trouble = replica?.Trouble,
            Holders = [.. holders.Concat(found.Select(static process => process.Workload ?? $"{process.Command ?? "process"} ({process.Pid})")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }
}
