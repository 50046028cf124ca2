using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;

namespace Optimizer.Node.Act;

/// <content>The reset a MIG mode change needs on boards that cannot change in place.</content>
public sealed partial class NvmlPartitioner
{
    // GPUs whose persistence mode was turned off for a reset and is not on again. Bounded by the GPUs of a node.
    private readonly HashSet<GpuUuid> _owedPersistence = [];

    private async Task<StepResult> ResetAsync(ModeChange change, ModeAnswer answer)
    {
        if (ReasonNotToReset(change) is string reason)
        {
            string seen = await TakeBackAsync(change, reason);
            string detail = $"Tried to {change.Tried}: {answer.Describe()}, so it needs a reset, and {reason}{seen}.";
            StepOutcome outcome = seen.Length == 0
                ? new StepOutcome.Refused(StepTrouble.ResetRequired, detail, Retryable: true)
                : new StepOutcome.Failed(StepTrouble.ResetRequired, detail, Retryable: true);
            return new StepResult(outcome, true);
        }

        try
        {
            await DropPersistenceAsync(change.Gpu);
            string? trouble = await ResetLentAsync(change);
            return Judge(change, trouble, await UntilItAnswersAsync(change));
        }
        finally
        {
            await RestorePersistenceAsync(change.Gpu);
        }
    }

    private string? ReasonNotToReset(ModeChange change)
    {
        if (_reset is null || change.Look.Address is null)
        {
            return _reset is null ? "nobody here can reset GPUs" : "its PCI address is not known";
        }

        if (BlocksReset(change) is { IsHeld: true } held)
        {
            return held.Describe();
        }

        // Closing NVML as the last client may cost the others their instances where the driver does not persist.
        return _sampler.OtherThatWouldLoseItsLayout(change.Gpu) is GpuUuid other
            ? $"{other} has instances and no persistence mode, so closing NVML for the reset could cost it its layout: turn on persistence mode there"
            : null;
    }

    private async Task<string?> ResetLentAsync(ModeChange change)
    {
        NvmlLease lease;
        try
        {
            lease = await _sampler.LendAsync(CancellationToken.None);
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message; // somebody else resets, or a call of ours is still inside the driver
        }

        using (lease)
        {
            LogReset(_logger, change.Gpu, Word(change.Enabled));
            return await _reset!.ResetAsync(change.Look.Address!, CancellationToken.None);
        }
    }

    private async Task<MigTopology?> UntilItAnswersAsync(ModeChange change)
    {
        long startedAt = _time.GetTimestamp();
        while (true)
        {
            if (await JobAsync(change.Gpu, DriverObjects.None, static hand => hand.Read(), CancellationToken.None) is GpuRun<MigTopology?>.Completed { Value: MigTopology topology })
            {
                return topology;
            }

            if (_time.GetElapsedTime(startedAt) >= _options.AnswerDeadline.ToTimeSpan())
            {
                return null;
            }

            await Task.Delay(_options.AnswerPeriod.ToTimeSpan(), _time, CancellationToken.None);
        }
    }

    private StepResult Judge(ModeChange change, string? trouble, MigTopology? after)
    {
        if (after is not null && after.Enabled == change.Enabled && after.Pending == change.Enabled)
        {
            return StepResult.Done;
        }

        StepOutcome outcome = (after, trouble) switch
        {
            (null, _) => new StepOutcome.Failed(
                StepTrouble.GpuLost,
                $"Tried to {change.Tried}: it has not answered for {_options.AnswerDeadline.TotalSeconds:0} s after a reset{(trouble is null ? string.Empty : $", which said: {trouble.TrimEnd('.')}")}; check dmesg.",
                Retryable: true),
            (_, string said) => new StepOutcome.Failed(StepTrouble.ResetRequired, $"Tried to {change.Tried}: {said.TrimEnd('.')}; it is {after.Describe()}.", Retryable: true),
            _ => new StepOutcome.Failed(StepTrouble.Mismatch, $"Tried to {change.Tried}: it was reset, and yet it is {after.Describe()}.", Retryable: true),
        };
        return new StepResult(outcome, true);
    }

    private async Task DropPersistenceAsync(GpuUuid gpu)
    {
        GpuRun<bool> run = await JobAsync(
            gpu,
            DriverObjects.None,
            static hand => hand.Resolve()
                && hand.Nvml.PersistenceMode(hand.Device).OrNull() is 1
                && hand.Nvml.SetPersistenceMode(hand.Device, false) == NvmlReturn.Success,
            CancellationToken.None);

        // A call that did not come back may still have turned it off.
        if (run is GpuRun<bool>.Completed { Value: true } or GpuRun<bool>.Unavailable { Unwound: not null })
        {
            _owedPersistence.Add(gpu);
        }
    }

    private async Task RestorePersistenceAsync(GpuUuid gpu)
    {
        if (!_owedPersistence.Contains(gpu))
        {
            return;
        }

        GpuRun<bool> run = await JobAsync(
            gpu,
            DriverObjects.None,
            static hand => hand.Resolve() && hand.Nvml.SetPersistenceMode(hand.Device, true) == NvmlReturn.Success,
            CancellationToken.None);
        if (run is GpuRun<bool>.Completed { Value: true })
        {
            _owedPersistence.Remove(gpu);
        }
        else
        {
            LogPersistenceOwed(_logger, gpu);
        }
    }
}
