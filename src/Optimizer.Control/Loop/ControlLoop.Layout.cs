using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Loop;

/// <content>Whose layout it is: restoring after a reboot, adopting at first sight, and noticing other writers.</content>
public sealed partial class ControlLoop
{
    /// <summary>How long GPUs are waited for after a reboot. A board with eight of them is there within half of it; doubled, workloads on the others wait as long for one that is broken.</summary>
    private static readonly Duration MostSilence = Duration.FromMinutes(1);

    private Instant? _awaitedSince;

    /// <summary>After a reboot: the committed layout is made again before anything else.</summary>
    /// <returns>True while that is being done.</returns>
    private async Task<bool> RestoreAsync(Tick tick, CancellationToken cancellationToken)
    {
        if (_restored)
        {
            Volatile.Write(ref _settled, true);
            return false;
        }

        bool wanted = tick.Options.RestoreAtBoot && tick.Options.Mode >= OperatingMode.Approve;
        if (wanted && !MayAct(tick))
        {
            Volatile.Write(ref _settled, true); // consumers need not wait for an operator
            (Interlock interlock, string state) = _memory.Paused ? (Interlock.Paused, "Paused") : (Interlock.Demoted, "Lowered");
            _holds.Say(tick.At, interlock, "", $"{state} since before the reboot ({_memory.ControlReason}): the layout it took is made again after \"gpu-optimizer resume\".");
            return true;
        }

        if (await AwaitAsync(tick, wanted, cancellationToken))
        {
            return true;
        }

        HashSet<GpuUuid> leave = [.. _memory.Quarantines.Select(one => one.Gpu)];
        if (wanted && RestorePlan.For(_memory.Committed, tick.Seen!, leave, _memory.Generation) is { } plan)
        {
            PlanRecord record = new() { Plan = plan, Mode = ModeOf(tick), Life = PlanLife.Proposed };
            PlanningProblem inputs = new() { At = tick.At, Generation = _memory.Generation, Gpus = [], Workloads = [], Terms = tick.Options.Terms };
            await MadeAsync(tick, record, inputs, cancellationToken);
            GpuTarget[] before = [.. tick.Seen!.Gpus.Where(gpu => plan.Targets.Any(target => target.Gpu == gpu.Uuid)).Select(ExpectedLayouts.Seen).OfType<GpuTarget>()];
            await BeginAsync(tick, record, [.. before], null, cancellationToken);
            return true;
        }

        // What could not be made again is not somebody else's doing: what there is after the reboot is where planning starts from.
        await AdoptAsync(tick, JournalFold.Daemon, cancellationToken);
        _restored = true;
        Volatile.Write(ref _settled, true);
        return false;
    }

    /// <summary>After a boot GPUs come one by one. Those with a layout to restore are waited for; one that does not come is left alone, with its layout in the reason.</summary>
    /// <returns>True while waiting.</returns>
    private async Task<bool> AwaitAsync(Tick tick, bool restores, CancellationToken cancellationToken)
    {
        GpuTarget[] silent =
        [
            .. _memory.Committed.Where(target => target.MigEnabled && !IsQuarantined(target.Gpu)
                && (tick.Seen!.Gpus.FirstOrDefault(gpu => gpu.Uuid == target.Gpu) is not { } gpu || ExpectedLayouts.Seen(gpu) is null)),
        ];
        _awaitedSince ??= tick.At;
        if (silent.Length > 0 && tick.At - _awaitedSince < MostSilence)
        {
            string gpus = string.Join(", ", silent.Select(target => target.Gpu.Value));
            _holds.Say(tick.At, Interlock.StaleReadings, "restore", $"After the reboot {gpus} does not answer yet; nothing is begun before it does, or for {(MostSilence - (tick.At - _awaitedSince.Value)).TotalSeconds:0} s more.");
            return true;
        }

        foreach (GpuTarget target in restores ? silent : [])
        {
            await QuarantineAsync(tick, target.Gpu, $"it did not answer within {MostSilence.TotalSeconds:0} s of the reboot, so its layout {ExpectedLayouts.Text(target)} was not made again", cancellationToken);
        }

        return false;
    }

    /// <summary>Compares the node with what the journal accounts for.</summary>
    /// <returns>False when somebody else changed a layout: nothing is planned until an operator has looked.</returns>
    private async Task<bool> OwnsLayoutAsync(Tick tick, CancellationToken cancellationToken)
    {
        List<(GpuTarget Expected, GpuTarget Found)> foreign = [];
        bool unknown = false;
        foreach (GpuSnapshot gpu in tick.Seen!.Gpus.ToArray())
        {
            if (IsQuarantined(gpu.Uuid) || ExpectedLayouts.Seen(gpu) is not { } found)
            {
                continue;
            }

            GpuTarget? committed = _memory.Committed.FirstOrDefault(target => target.Gpu == gpu.Uuid);
            unknown |= committed is null;
            if (committed is not null && ExpectedLayouts.Bare(committed) is { } expected && expected != found)
            {
                foreign.Add((expected, found));
            }
        }

        if (foreign.Count > 0 && ModeOf(tick) >= OperatingMode.Approve)
        {
            await SayForeignAsync(tick, foreign, cancellationToken);
            return false;
        }

        _foreign.Clear();
        if (unknown || foreign.Count > 0)
        {
            await AdoptAsync(tick, JournalFold.Daemon, cancellationToken);
        }

        return true;
    }

    private async Task SayForeignAsync(Tick tick, List<(GpuTarget Expected, GpuTarget Found)> foreign, CancellationToken cancellationToken)
    {
        foreach ((GpuTarget expected, GpuTarget found) in foreign)
        {
            string now = ExpectedLayouts.Text(found), before = ExpectedLayouts.Text(expected);
            if (_foreign.GetValueOrDefault(found.Gpu) != now)
            {
                await AppendAsync(new JournalEntry.ForeignChange(found.Gpu, before, now) { At = tick.At }, cancellationToken);
                _foreign[found.Gpu] = now;
            }

            _holds.Say(
                tick.At,
                Interlock.ExternalChange,
                found.Gpu.Value,
                $"Somebody else changed the layout of {found.Gpu} from {before} to {now}. There must be one writer: find it, then accept what is there with \"gpu-optimizer resume\".");
        }
    }

    /// <summary>Takes the layout found as the one in force; GPUs that do not answer keep what was known of them.</summary>
    private async Task AdoptAsync(Tick tick, string by, CancellationToken cancellationToken, GpuUuid? only = null)
    {
        GpuTarget[] seen = [.. tick.Seen!.Gpus.Where(gpu => only is null || gpu.Uuid == only).Select(ExpectedLayouts.Seen).OfType<GpuTarget>()];
        ValueArray<GpuTarget> layout = seen
            .Concat(_memory.Committed.Where(known => !Array.Exists(seen, one => one.Gpu == known.Gpu)))
            .OrderBy(target => target.Gpu).ToValueArray();
        if (!layout.IsEmpty)
        {
            await AppendAsync(new JournalEntry.LayoutAdopted(layout, by) { At = tick.At }, cancellationToken);
        }
    }

    /// <summary>A snapshot in which a GPU known to be in MIG mode that does not tell its mode counts as one that does not answer: it would pass for a whole and empty one.</summary>
    private NodeSnapshot Doubted(NodeSnapshot seen) => seen with
    {
        Gpus = seen.Gpus.Select(gpu => gpu is { Availability: GpuAvailability.Up, Mig: null } && _memory.Committed.Any(known => known.Gpu == gpu.Uuid && known.MigEnabled)
            ? gpu with { Availability = GpuAvailability.Unresponsive, Trouble = "the driver does not tell its MIG mode" }
            : gpu).ToValueArray(),
    };

    private bool IsQuarantined(GpuUuid gpu) => _memory.Quarantines.Any(one => one.Gpu == gpu);
}
