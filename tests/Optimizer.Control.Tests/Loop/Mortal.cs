using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A process that can be killed at any of its calls to the outside: what was in flight happens or not, and nothing after it does.</summary>
internal sealed class Mortal
{
    private long? _dieAt;
    private bool _effectHappens;

    /// <summary>Calls so far that change something outside: entries, steps, orders.</summary>
    public long Calls { get; private set; }

    /// <summary>It was killed; call <see cref="Revive"/> and start a new loop.</summary>
    public bool IsDead { get; private set; }

    /// <summary>The process dies at the n-th call from now, from 1.</summary>
    /// <param name="calls">Which call.</param>
    /// <param name="effectHappens">It dies after what the call does, before anybody hears of it; false: before.</param>
    public void DieAt(long calls, bool effectHappens) => (_dieAt, _effectHappens) = (Calls + calls, effectHappens);

    public void Revive() => (IsDead, _dieAt) = (false, null);

    public IJournal Journal(IJournal inner) => new JournalOf(this, inner);

    public IPartitioner Partitioner(IPartitioner inner) => new PartitionerOf(this, inner);

    public IWorkloadRuntime Runtime(IWorkloadRuntime inner) => new RuntimeOf(this, inner);

    private async Task<T> CallAsync<T>(Func<Task<T>> effect)
    {
        Calls++;
        bool dies = IsDead || Calls == _dieAt;
        if (dies && (IsDead || !_effectHappens))
        {
            IsDead = true;
            throw new ProcessDiedException();
        }

        T result = await effect();
        IsDead = dies;
        return dies ? throw new ProcessDiedException() : result;
    }

    private Task<bool> CallAsync(Func<Task> effect) => CallAsync(async () =>
    {
        await effect();
        return true;
    });

    private sealed class JournalOf(Mortal life, IJournal inner) : IJournal
    {
        public Task<JournalState> LoadAsync(CancellationToken cancellationToken) => inner.LoadAsync(cancellationToken);

        public Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken) => life.CallAsync(() => inner.AppendAsync(entry, cancellationToken));

        public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) => inner.HistoryAsync(most, actedOnly, cancellationToken);

        public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) => inner.FindAsync(generation, cancellationToken);

        public Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) => life.CallAsync(() => inner.KeepAsync(name, document, cancellationToken));

        public Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken) => inner.RecallAsync(name, cancellationToken);
    }

    private sealed class PartitionerOf(Mortal life, IPartitioner inner) : IPartitioner
    {
        public Task<StepOutcome> CreateAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
            life.CallAsync(() => inner.CreateAsync(gpu, instance, cancellationToken));

        public Task<StepOutcome> DestroyAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
            life.CallAsync(() => inner.DestroyAsync(gpu, instance, cancellationToken));

        public Task<StepOutcome> SetMigModeAsync(GpuUuid gpu, bool enabled, bool mayReset, CancellationToken cancellationToken) =>
            life.CallAsync(() => inner.SetMigModeAsync(gpu, enabled, mayReset, cancellationToken));

        public Task<GpuTarget?> ReadAsync(GpuUuid gpu, CancellationToken cancellationToken) => inner.ReadAsync(gpu, cancellationToken);
    }

    private sealed class RuntimeOf(Mortal life, IWorkloadRuntime inner) : IWorkloadRuntime
    {
        public bool Runs(WorkloadDeclaration workload) => inner.Runs(workload);

        public bool CanRunTwice(WorkloadDeclaration workload) => inner.CanRunTwice(workload);

        public Task<RuntimeReading> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

        public Task<StepOutcome> StartAsync(ReplicaOrder order, CancellationToken cancellationToken) => life.CallAsync(() => inner.StartAsync(order, cancellationToken));

        public Task<StepOutcome> StopAsync(ReplicaOrder order, CancellationToken cancellationToken) => life.CallAsync(() => inner.StopAsync(order, cancellationToken));

        public Task RevokeAsync(Seat seat, CancellationToken cancellationToken) => life.CallAsync(() => inner.RevokeAsync(seat, cancellationToken));
    }
}
