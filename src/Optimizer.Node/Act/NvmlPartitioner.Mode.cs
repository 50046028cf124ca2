using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Devices;
using Optimizer.Node.Holders;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <content>MIG mode: in place where the board can; see <c>NvmlPartitioner.Reset.cs</c> for where it cannot.</content>
public sealed partial class NvmlPartitioner
{
    /// <inheritdoc/>
    public async Task<StepOutcome> SetMigModeAsync(GpuUuid gpu, bool enabled, bool mayReset, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long startedAt = _time.GetTimestamp();
        await RestorePersistenceAsync(gpu);
        StepResult result = await ModeAsync(gpu, enabled, mayReset, cancellationToken);
        return await FinishAsync(gpu, $"turn MIG mode {Word(enabled)}", result, startedAt);
    }

    private static string Word(bool enabled) => enabled ? "on" : "off";

    private async Task<StepResult> ModeAsync(GpuUuid gpu, bool enabled, bool mayReset, CancellationToken cancellationToken)
    {
        string tried = $"turn MIG mode {Word(enabled)} on {gpu}";
        GpuRun<ModeLook> looked = await JobAsync(gpu, DriverObjects.None, ModeLook.Read, cancellationToken);
        if (looked is not GpuRun<ModeLook>.Completed { Value: ModeLook look })
        {
            return Unavailable(tried, ((GpuRun<ModeLook>.Unavailable)looked).Sentence, touched: false);
        }

        if (look.Topology is not MigTopology before)
        {
            return new(DriverRefusal.Refused(tried, look.Failure), false);
        }

        if (before.Enabled == enabled && before.Pending == enabled)
        {
            return StepResult.Already;
        }

        if (before.Enabled != enabled && Obstacle(tried, before, look, gpu) is StepOutcome.Refused obstacle)
        {
            return new StepResult(obstacle, false, look.Pids);
        }

        using IDisposable? announced = _sampler.AnnounceLayoutChange(gpu);
        GpuRun<ModeAnswer> run = await JobAsync(gpu, DriverObjects.SamplesAndEvents, hand => ModeAnswer.Ask(hand, enabled), cancellationToken);
        return run is GpuRun<ModeAnswer>.Completed { Value: ModeAnswer answer }
            ? answer.IsIn(enabled) ? StepResult.Done : await GoOnAsync(new ModeChange(tried, gpu, enabled, mayReset, before, look), answer)
            : Unavailable(tried, ((GpuRun<ModeAnswer>.Unavailable)run).Sentence, touched: ((GpuRun<ModeAnswer>.Unavailable)run).Unwound is not null);
    }

    private static StepOutcome.Refused? Obstacle(string tried, MigTopology before, ModeLook look, GpuUuid gpu) =>
        !before.Instances.IsEmpty
            ? new StepOutcome.Refused(StepTrouble.InUse, $"Tried to {tried}: it has instances, {before.Describe()}; destroy them first.", Retryable: false)
        : !look.Pids.IsEmpty
            ? new StepOutcome.Refused(StepTrouble.InUse, $"Tried to {tried}: processes run on {gpu}.", Retryable: true)
        : null;

    private async Task<StepResult> GoOnAsync(ModeChange change, ModeAnswer answer)
    {
        bool waitsForReset = answer.Verdict == NvmlReturn.ResetRequired || answer is { After: MigTopology after } && after.Pending == change.Enabled && after.Enabled != change.Enabled;
        if (waitsForReset && change.MayReset && (answer.Verdict != NvmlReturn.InUse || !BlocksReset(change).IsHeld))
        {
            return await ResetAsync(change, answer);
        }

        string seen = await TakeBackAsync(change, answer.Describe());
        bool untouched = seen.Length == 0;
        string detail = $"Tried to {change.Tried}: {answer.Describe()}{seen}";
        (StepTrouble trouble, bool retryable) = answer.Verdict switch
        {
            NvmlReturn.InUse => (StepTrouble.InUse, true),
            _ when waitsForReset => (StepTrouble.ResetRequired, false),
            NvmlReturn.Success => (StepTrouble.Mismatch, true),
            _ => DriverRefusal.Of(answer.Verdict),
        };
        string advice = trouble == StepTrouble.ResetRequired ? "; the board changes its mode by a reset only, which was not allowed: allow resets, or reset it by hand" : string.Empty;
        StepOutcome outcome = untouched
            ? new StepOutcome.Refused(trouble, $"{detail}{advice}.", retryable)
            : new StepOutcome.Failed(trouble, $"{detail}{advice}.", retryable);
        return new StepResult(outcome, true);
    }

    // A request that is left pending changes the mode at whoever's next reset, behind every plan: it is taken back.
    private async Task<string> TakeBackAsync(ModeChange change, string why)
    {
        GpuRun<ModeAnswer> run = await JobAsync(change.Gpu, DriverObjects.None, hand => ModeAnswer.Ask(hand, change.Before.Pending), CancellationToken.None);
        if (run is GpuRun<ModeAnswer>.Completed { Value.After: MigTopology after })
        {
            return after.Pending == change.Before.Pending && after.IsAs(change.Before) ? string.Empty : $", and now it is {after.Describe()}";
        }

        return why.Length == 0 ? string.Empty : ", and whether a change is pending now is not known";
    }

    // Who is in the way of a reset. The persistence daemon is not: turning persistence mode off makes it let go.
    private HolderReport BlocksReset(ModeChange change)
    {
        HashSet<string> files = change.Look.Minor is uint minor ? [DeviceNodes.OfGpu(minor)] : [];
        HolderReport report = _holders.Scan(change.Gpu.Value, change.Look.Pids, files, wholeGpu: true);
        return report with { Holders = report.Holders.Where(static holder => holder.Name is not ("gpu-optimizer" or "nvidia-persiste")).ToValueArray() };
    }

    private sealed record ModeChange(string Tried, GpuUuid Gpu, bool Enabled, bool MayReset, MigTopology Before, ModeLook Look);
}
