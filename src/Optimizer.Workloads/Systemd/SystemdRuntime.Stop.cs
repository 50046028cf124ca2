using System.Collections.Immutable;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;

namespace Optimizer.Workloads.Systemd;

/// <content>Stopping: checkpoint, stop, wait, and take away what it was allowed to use.</content>
public sealed partial class SystemdRuntime
{
    /// <inheritdoc/>
    public Task<StepOutcome> StopAsync(ReplicaOrder order, CancellationToken cancellationToken) =>
        GuardAsync(order, StepTrouble.WontStop, () => EndAsync(order, cancellationToken));

    /// <inheritdoc/>
    public async Task RevokeAsync(Seat seat, CancellationToken cancellationToken) =>
        await RemoveIdleAsync(binding => binding.Seat?.Seat == seat, LogStillBound, cancellationToken);

    /// <summary>Removes what an earlier life of the daemon left: drop-ins of units that do not run and whose workload is not declared (any more), is gone, or cannot be read.</summary>
    /// <remarks>Called once at start. What runs is not touched, whoever it belongs to.</remarks>
    public Task ClearLeftoversAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<Model.Workloads.WorkloadDeclaration> declared = _declarations;
        return RemoveIdleAsync(
            binding => binding.Seat is not { } seat || !declared.Any(d => d.Name == seat.Workload && UnitOf(d)?.Number(binding.Unit) is not null),
            LogUndeclared,
            cancellationToken);
    }

    private async Task RemoveIdleAsync(Func<Binding, bool> concerned, Action<Microsoft.Extensions.Logging.ILogger, string> stays, CancellationToken cancellationToken)
    {
        try
        {
            ImmutableArray<Binding> bindings = [.. _bindings.Read().Where(concerned)];
            bool removed = false;
            foreach (UnitStatus status in await _systemctl.ShowAsync([.. bindings.Select(static binding => binding.Unit)], cancellationToken))
            {
                if (status.IsDown)
                {
                    _bindings.Remove(status.Unit);
                    LogRemoved(_logger, status.Unit);
                    removed = true;
                }
                else
                {
                    stays(_logger, status.Unit);
                }
            }

            if (removed)
            {
                await _systemctl.ReloadAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is SystemctlException or IOException or UnauthorizedAccessException)
        {
            LogNotRevoked(_logger, exception.Message);
        }
    }

    private async Task<StepOutcome> EndAsync(ReplicaOrder order, CancellationToken cancellationToken)
    {
        if (UnitOf(order.Workload) is not { } unit)
        {
            return NoUnit(order.Workload);
        }

        // A service of its own that moved is bound to its new seat by now: nothing is left on the old one.
        if (BindingsOf(order.Workload, unit).FirstOrDefault(binding => binding.Seat!.Seat == order.Seat) is not { } binding)
        {
            return new StepOutcome.Applied(Duration.Zero);
        }

        UnitStatus status = await _systemctl.ShowAsync(binding.Unit, cancellationToken);
        StepOutcome halt = await HaltAsync(order, binding, status, cancellationToken);
        if (halt is StepOutcome.Applied)
        {
            _bindings.Remove(binding.Unit);
            await _systemctl.ReloadAsync(cancellationToken);
            if (status.ActiveState == "failed")
            {
                await _systemctl.ForgetFailureAsync(binding.Unit, cancellationToken);
            }

            LogStopped(_logger, binding.Unit, order.Workload.Name, order.Seat);
        }

        return halt;
    }

    /// <summary>Applied once nothing of the unit runs; its drop-in is left to the caller.</summary>
    private async Task<StepOutcome> HaltAsync(ReplicaOrder order, Binding binding, UnitStatus status, CancellationToken cancellationToken)
    {
        // Marks of a stop that was given up say nothing about the life that came after it.
        BindingMarks marks = binding.Marks.StoppedAt < status.LeftInactive ? binding.Marks with { DrainedAt = null, StoppedAt = null } : binding.Marks;
        string checkpoint = TransientCommands.Name("checkpoint", $"{binding.Unit}|{order.BeganAt.ToUnixTimeTicks()}");
        bool saves = order.Workload.Move?.Checkpoint is not null;
        if (status.IsDown)
        {
            if (saves)
            {
                await _commands.ForgetAsync(checkpoint, cancellationToken);
            }

            return new StepOutcome.Applied((marks.DrainedAt ?? marks.StoppedAt) is { } from
                ? Between(from, status.BecameInactive >= from ? status.BecameInactive : Now()) // systemd has forgotten it already
                : Duration.Zero);
        }

        if (marks.StoppedAt is null)
        {
            marks = marks with { DrainedAt = marks.DrainedAt ?? Now() };
            _bindings.Mark(binding.Unit, marks);
            if (saves && status.IsActive && await CheckpointAsync(order, binding, marks, status, checkpoint, cancellationToken) is { } notYet)
            {
                return notYet;
            }

            marks = marks with { StoppedAt = Now() };
            _bindings.Mark(binding.Unit, marks);
        }

        if (status.ActiveState != "deactivating")
        {
            await _systemctl.StopAsync(binding.Unit, cancellationToken);
        }

        return WaitForEnd(order, binding.Unit, status, Between(marks.StoppedAt!.Value, Now()));
    }

    /// <summary>Null when its state is saved.</summary>
    private async Task<StepOutcome?> CheckpointAsync(
        ReplicaOrder order, Binding binding, BindingMarks marks, UnitStatus status, string name, CancellationToken cancellationToken)
    {
        string line = order.Workload.Move!.Checkpoint!;
        ServiceUnit unit = UnitOf(order.Workload)!;
        string about = $"Stopping {order.Workload.Name} on {order.Seat}: its checkpoint command '{Systemctl.Excerpt(line)}'";
        if (TransientCommands.Split(line, unit.Number(binding.Unit) ?? 1) is not { } words)
        {
            _bindings.Mark(binding.Unit, marks with { DrainedAt = null });
            return new StepOutcome.Failed(
                StepTrouble.CheckpointFailed, $"{about} is not an absolute path and arguments without quotes, so it was not stopped. Put what needs a shell into a script.", Retryable: false);
        }

        (TransientCommands.Progress progress, string? trouble) = await _commands.RunAsync(name, words, status, _options.CheckpointLimit, cancellationToken);
        if (progress == TransientCommands.Progress.Failed)
        {
            _bindings.Mark(binding.Unit, marks with { DrainedAt = null });
            return new StepOutcome.Failed(StepTrouble.CheckpointFailed, $"{about} failed, so it was not stopped: {trouble}", Retryable: true);
        }

        return progress == TransientCommands.Progress.Running ? new StepOutcome.Waiting($"{binding.Unit} saves its state ({name})") : null;
    }

    private StepOutcome WaitForEnd(ReplicaOrder order, string unit, UnitStatus status, Duration waited)
    {
        // Longer than systemd waits is not given to anybody: it kills at TimeoutStopSec, whatever was declared here.
        Duration grace = order.Workload.Move?.Grace ?? status.StopTimeout ?? Duration.Zero;
        bool cutShort = status.StopTimeout is { } kill && kill < grace;
        string limits = cutShort ? $"; systemd kills it after {status.StopTimeout!.Value.TotalSeconds:0} s although its grace is {grace.TotalSeconds:0} s: raise TimeoutStopSec=" : "";
        return waited <= grace + _options.StopMargin ? new StepOutcome.Waiting($"{unit} finishes what it has begun, {waited.TotalSeconds:0} s so far{limits}") : new StepOutcome.Failed(
            StepTrouble.WontStop,
            $"Stopping {order.Workload.Name} on {order.Seat}: {unit} is still {status.ActiveState} ({status.SubState}) after {waited.TotalSeconds:0} s, its grace is {grace.TotalSeconds:0} s. systemd kills it at TimeoutStopSec={(status.StopTimeout is { } at ? $"{at.TotalSeconds:0} s" : "infinity")}; see what it waits for.",
            Retryable: true);
    }
}
