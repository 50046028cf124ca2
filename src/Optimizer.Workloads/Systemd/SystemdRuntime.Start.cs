using System.Collections.Immutable;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Workloads;

namespace Optimizer.Workloads.Systemd;

/// <content>Starting: bind, reload, start, and watch until it serves.</content>
public sealed partial class SystemdRuntime
{
    // One crash while a server warms up is forgiven. Twice as many, and a seat is held for minutes by something that cannot start.
    private const int MostRestarts = 2;

    /// <inheritdoc/>
    public Task<StepOutcome> StartAsync(ReplicaOrder order, CancellationToken cancellationToken) =>
        GuardAsync(order, StepTrouble.WontStart, () => BeginAsync(order, cancellationToken));

    private async Task<StepOutcome> BeginAsync(ReplicaOrder order, CancellationToken cancellationToken)
    {
        if (UnitOf(order.Workload) is not { } unit)
        {
            return NoUnit(order.Workload);
        }

        ImmutableArray<Binding> bound = BindingsOf(order.Workload, unit);
        Binding? mine = bound.FirstOrDefault(binding => binding.Seat!.Seat == order.Seat);
        if (mine is not null)
        {
            UnitStatus status = await _systemctl.ShowAsync(mine.Unit, cancellationToken);
            if (!status.IsDown || HasEnded(status, mine.Marks))
            {
                return await FollowAsync(order, unit, mine, status, cancellationToken);
            }
        }

        // What the seat gives is worked out before anything is stopped for it.
        (string? text, StepOutcome? refusal) = TextFor(order);
        if (text is null)
        {
            return refusal!;
        }

        string name = mine?.Unit ?? (unit.IsTemplate ? await FreeInstanceAsync(unit, cancellationToken) : unit.Name);
        UnitStatus present = await _systemctl.ShowAsync(name, cancellationToken);
        if (present.LoadState != "loaded")
        {
            return new StepOutcome.Refused(
                StepTrouble.NotThere, $"Starting {order.Workload.Name}: systemd says {name} is '{present.LoadState}'. Install or repair the unit, or correct the declaration.", Retryable: true);
        }

        BindingMarks marks = mine?.Marks ?? new();
        if (mine is null && _bindings.Read(name) is { } other)
        {
            bool standsIn = other.Seat?.Workload == order.Workload.Name && other.Seat.Seat == order.StandsInFor;
            if (!present.IsDown && standsIn && await HaltAsync(order, other, present, cancellationToken) is var halt and not StepOutcome.Applied)
            {
                return halt;
            }

            marks = standsIn ? new() { InterruptedAt = other.Marks.StoppedAt } : new();
            present = standsIn ? await _systemctl.ShowAsync(name, cancellationToken) : present;
        }

        return present.IsDown ? await BindAndStartAsync(order, name, text, marks, present, cancellationToken) : new StepOutcome.Refused(
            StepTrouble.InUse,
            $"Starting {order.Workload.Name} on {order.Seat}: {name} already runs elsewhere. It was not touched; stop it, and it will be started on its seat.",
            Retryable: true);
    }

    private static StepOutcome.Refused NoUnit(WorkloadDeclaration workload) => new(
        workload.Host is WorkloadHost.Systemd ? StepTrouble.NotSupported : StepTrouble.NoRuntime,
        $"{workload.Name} is declared to live in {(workload.Host is WorkloadHost.Systemd host ? $"'{Systemctl.Excerpt(host.Unit)}', which is no service unit it may use" : "no systemd unit")}; correct its host.",
        Retryable: false);

    private (string? Text, StepOutcome? Refusal) TextFor(ReplicaOrder order)
    {
        string about = $"Starting {order.Workload.Name} on {order.Seat}";
        if (order.Workload.Gpus > 1)
        {
            return (null, new StepOutcome.Refused(StepTrouble.NotSupported, $"{about}: it takes {order.Workload.Gpus} whole GPUs, and a unit is put on one seat. Start it by hand.", Retryable: false));
        }

        if (order.Device is not { } device)
        {
            return (null, new StepOutcome.Refused(StepTrouble.NotThere, $"{about}: the driver does not show this seat. It may have been destroyed since.", Retryable: true));
        }

        (ImmutableArray<string> nodes, string? trouble) = _nodes.Of(order.Seat, device);
        if (trouble is not null)
        {
            return (null, new StepOutcome.Refused(StepTrouble.Surroundings, $"{about}: {trouble}", Retryable: true));
        }

        (string? cpus, int? node) = _locality.Of(device);
        string? text = DropInText.Write(new(order.Workload.Name, order.Seat, Math.Max(1, order.Processes)), new(device.Visible, nodes, cpus, node));
        return text is not null ? (text, null) : (null, new StepOutcome.Refused(
            StepTrouble.Unexpected, $"{about}: '{Systemctl.Excerpt(device.Visible)}' or a name beside it holds characters that do not belong in a unit file.", Retryable: false));
    }

    /// <summary>The lowest number nothing runs under and nothing is bound to.</summary>
    private async Task<string> FreeInstanceAsync(ServiceUnit unit, CancellationToken cancellationToken)
    {
        ImmutableArray<string> listed = await _systemctl.ListAsync([unit.Pattern], cancellationToken);
        ImmutableArray<UnitStatus> known = await _systemctl.ShowAsync([.. listed.Where(name => unit.Number(name) is not null).Distinct()], cancellationToken);
        HashSet<string> taken = [.. known.Where(static status => !status.IsDown).Select(static status => status.Unit), .. _bindings.Read().Select(static binding => binding.Unit)];
        return Enumerable.Range(1, taken.Count + 1).Select(unit.Replica).First(name => !taken.Contains(name));
    }

    private async Task<StepOutcome> BindAndStartAsync(
        ReplicaOrder order, string name, string text, BindingMarks marks, UnitStatus present, CancellationToken cancellationToken)
    {
        BindingMarks started = new() { InterruptedAt = marks.StoppedAt ?? marks.InterruptedAt, StartedAt = Now() };
        _bindings.Write(name, text, started);
        await _systemctl.ReloadAsync(cancellationToken);
        UnitStatus reread = await _systemctl.ShowAsync(name, cancellationToken);

        // Not the reload's exit status: a unit that does not see its drop-in would run with every GPU of the node. Names with backslashes are printed escaped.
        if (reread.NeedsReload || (!reread.DropInPaths.Contains(_bindings.PathOf(name), StringComparison.Ordinal) && !name.Contains('\\', StringComparison.Ordinal)))
        {
            return new StepOutcome.Failed(
                StepTrouble.Surroundings, $"Starting {order.Workload.Name} on {order.Seat}: systemd read its files again and does not list {_bindings.PathOf(name)} for {name}, so it was not started.", Retryable: true);
        }

        if (present.ActiveState == "failed")
        {
            await _systemctl.ForgetFailureAsync(name, cancellationToken);
        }

        LogStarting(_logger, name, order.Workload.Name, order.Seat);
        await _systemctl.StartAsync(name, cancellationToken);
        _bindings.Mark(name, started with { AskedAt = Now() });
        return new StepOutcome.Waiting($"{name} was asked to start on {order.Seat}");
    }

    private async Task<StepOutcome> FollowAsync(ReplicaOrder order, ServiceUnit unit, Binding binding, UnitStatus status, CancellationToken cancellationToken)
    {
        BindingMarks marks = binding.Marks;
        long started = marks.StartedAt ?? status.LeftInactive;
        bool served = marks.ReadyAt is { } ready && ready >= status.BecameActive && status.IsActive;
        if (HasEnded(status, marks) || (status.Restarts >= MostRestarts && marks.ReadyAt is null))
        {
            // Forgotten, so that asking again is a new attempt.
            _bindings.Mark(binding.Unit, marks with { StartedAt = null, AskedAt = null, ReadyAt = null });
            string? line = await _systemctl.LastLineAsync(binding.Unit, cancellationToken);
            return new StepOutcome.Failed(
                StepTrouble.WontStart,
                $"Starting {order.Workload.Name} on {order.Seat}: {binding.Unit} did not stay up ({status.Ending}, {status.Restarts} restarts). Its log ends with: {line ?? "nothing"}",
                Retryable: true);
        }

        string waitsFor = $"{binding.Unit} is {status.ActiveState}{(status.HasJob ? ", with a job queued" : "")}";
        if (status.IsActive && !status.HasJob)
        {
            string? unwell = served ? null : await _health.AskAsync(order.Workload.Health, status, unit.Number(binding.Unit) ?? 1, cancellationToken);
            if (unwell is null)
            {
                // Whatever was meant to stop it was given up: it is wanted here.
                long at = served ? marks.ReadyAt!.Value : Now();
                _bindings.Mark(binding.Unit, marks with { ReadyAt = at, DrainedAt = null, StoppedAt = null });
                return new StepOutcome.Applied(InstantOf(at) >= order.BeganAt ? Between(marks.InterruptedAt ?? started, at) : Duration.Zero);
            }

            waitsFor = $"{binding.Unit} is active and does not serve yet: {unwell}";
        }

        // What served for hours and is asked for again while it stops, or restarts by itself, has not been starting all that time.
        Duration waited = Between(Math.Max(Math.Max(started, status.LeftInactive), marks.StoppedAt ?? 0), Now());
        return waited <= StartLimit(order.Workload) ? new StepOutcome.Waiting(waitsFor) : new StepOutcome.Failed(
            StepTrouble.TimedOut, $"Starting {order.Workload.Name} on {order.Seat}: after {waited.TotalSeconds:0} s {waitsFor}. See its log, and whether its restart time is declared too short.", Retryable: false);
    }

    private Duration StartLimit(WorkloadDeclaration workload) =>
        Duration.Min(_options.LongestStart, Duration.Max(_options.StartLimit, (workload.Restart ?? Duration.Zero) * 3));

    /// <summary>It was started, and is over without anybody having asked for that.</summary>
    private static bool HasEnded(UnitStatus status, BindingMarks marks) =>
        status.IsDown && marks.StoppedAt is null && (marks.AskedAt is not null || status.LeftInactive >= marks.StartedAt);
}
