using System.Collections.Immutable;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Collections;
using Optimizer.Model.Replicas;
using Optimizer.Model.Workloads;

namespace Optimizer.Workloads.Systemd;

/// <content>Reading: drop-ins say where, systemd says how.</content>
public sealed partial class SystemdRuntime
{
    /// <inheritdoc/>
    public async Task<RuntimeReading> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(await ReadReplicasAsync(cancellationToken), null);
        }
        catch (SystemctlException exception)
        {
            return new([], $"What runs is not known: {exception.Message}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new([], $"What runs is not known: drop-ins in {_options.UnitRoot} cannot be read: {exception.Message}");
        }
    }

    private async Task<ValueArray<Replica>> ReadReplicasAsync(CancellationToken cancellationToken)
    {
        // Two declarations of one unit: the first by name has it, as whoever matches observed units says too.
        ImmutableArray<(WorkloadDeclaration Workload, ServiceUnit Unit)> families =
        [
            .. _declarations.Select(static workload => (Workload: workload, Unit: UnitOf(workload))).Where(static pair => pair.Unit is not null)
                .Select(static pair => (pair.Workload, pair.Unit!)),
        ];
        ImmutableDictionary<string, Binding> bindings = _bindings.Read().ToImmutableDictionary(static binding => binding.Unit);
        ImmutableArray<string> listed = await _systemctl.ListAsync([.. families.Where(static f => f.Unit.IsTemplate).Select(static f => f.Unit.Pattern).Distinct()], cancellationToken);
        ImmutableArray<string> units =
        [
            .. families.Where(static f => !f.Unit.IsTemplate).Select(static f => f.Unit.Name)
                .Concat(listed).Concat(bindings.Keys)
                .Where(name => families.Any(f => f.Unit.Number(name) is not null))
                .Distinct().Order(StringComparer.Ordinal),
        ];

        List<Replica> replicas = [];
        foreach (UnitStatus status in await _systemctl.ShowAsync(units, cancellationToken))
        {
            Binding? binding = bindings.GetValueOrDefault(status.Unit);
            (WorkloadDeclaration workload, ServiceUnit unit) = families.FirstOrDefault(
                f => f.Workload.Name == binding?.Seat?.Workload && f.Unit.Number(status.Unit) is not null,
                families.First(f => f.Unit.Number(status.Unit) is not null));
            if (await ReplicaAsync(workload, unit, binding, status, cancellationToken) is { } replica)
            {
                replicas.Add(replica);
            }
        }

        ImmutableDictionary<string, Duration> restarts = Restarts(bindings.Values);
        return replicas
            .Select(replica => replica with { MeasuredRestart = restarts.TryGetValue(replica.Workload, out Duration took) ? took : null })
            .OrderBy(static replica => replica.Workload, StringComparer.Ordinal).ThenBy(static replica => replica.Name, StringComparer.Ordinal)
            .ToValueArray();
    }

    /// <summary>Null when the unit is stopped.</summary>
    private async Task<Replica?> ReplicaAsync(WorkloadDeclaration workload, ServiceUnit unit, Binding? binding, UnitStatus status, CancellationToken cancellationToken)
    {
        BindingMarks marks = binding?.Marks ?? new();
        string? trouble = binding is { Seat: null } ? $"{_bindings.PathOf(status.Unit)} cannot be read: restart the unit through this daemon" : null;
        ReplicaState state;
        long since = status.BecameActive;
        if (status.IsDown)
        {
            if (status.ActiveState != "failed" && !HasEnded(status, marks))
            {
                return null;
            }

            (state, since, trouble) = (ReplicaState.Failed, status.BecameInactive, trouble ?? $"{status.Unit} is {status.ActiveState}: {status.Ending}");
        }
        else if (status.ActiveState == "deactivating" || IsDraining(status, marks))
        {
            (state, since) = (ReplicaState.Draining, marks.DrainedAt ?? marks.StoppedAt ?? 0);
        }
        else if (!status.IsActive)
        {
            (state, since) = (ReplicaState.Starting, status.LeftInactive);
            trouble ??= status.Restarts > 0 ? $"{status.Unit} restarted {status.Restarts} times by itself: {status.Ending}" : null;
        }
        else if (marks.ReadyAt >= status.BecameActive)
        {
            (state, since) = (ReplicaState.Ready, marks.ReadyAt!.Value);
        }
        else
        {
            // Also after it restarted by itself: nobody else would ask whether it serves again.
            string? unwell = await _health.AskAsync(workload.Health, status, unit.Number(status.Unit) ?? 1, cancellationToken);
            state = unwell is null ? ReplicaState.Ready : ReplicaState.Starting;
            trouble ??= unwell;
            if (unwell is null && binding is not null)
            {
                // An answer is taken once, so it is remembered for whoever starts it. What served before restarted by itself: that interruption is not the move's.
                _bindings.Mark(status.Unit, marks.ReadyAt is null
                    ? marks with { ReadyAt = Now() }
                    : marks with { ReadyAt = Now(), InterruptedAt = null, StartedAt = status.LeftInactive });
            }
        }

        return new()
        {
            Workload = workload.Name,
            Seat = binding?.Seat?.Seat,
            Name = status.Unit,
            State = state,
            Since = since > 0 ? InstantOf(since) : null,
            Processes = binding?.Seat?.Processes ?? 1,
            Trouble = trouble,
        };
    }

    /// <summary>A drain begun in this life of the unit; one given up long ago is none.</summary>
    private bool IsDraining(UnitStatus status, BindingMarks marks) =>
        (marks.StoppedAt ?? marks.DrainedAt) is { } at && at >= status.LeftInactive && Between(at, Now()) < _options.CheckpointLimit + _options.StopMargin;

    /// <summary>From stop to ready where something was interrupted, else from start to ready: what was measured last, by workload.</summary>
    private static ImmutableDictionary<string, Duration> Restarts(IEnumerable<Binding> bindings) =>
        bindings.Where(static b => b.Seat is not null && b.Marks.ReadyAt is not null && (b.Marks.InterruptedAt ?? b.Marks.StartedAt) is not null)
            .GroupBy(static b => b.Seat!.Workload)
            .Select(static g => (g.Key, Marks: g.MaxBy(static b => b.Marks.ReadyAt)!.Marks))
            .ToImmutableDictionary(static p => p.Key, static p => Between((p.Marks.InterruptedAt ?? p.Marks.StartedAt)!.Value, p.Marks.ReadyAt!.Value));
}
