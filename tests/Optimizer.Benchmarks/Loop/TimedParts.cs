using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Benchmarks.Loop;

/// <summary>The ports of a loop with a stopwatch on each.</summary>
internal static class TimedParts
{
    public static IJournal Of(IJournal journal, Stages stages) => new TimedJournal(journal, stages);

    public static IWorkloadRuntime Of(IWorkloadRuntime runtime, Stages stages) => new TimedRuntime(runtime, stages);

    public static IPartitioner Of(IPartitioner partitioner, Stages stages) => new TimedPartitioner(partitioner, stages);

    private sealed class TimedJournal(IJournal journal, Stages stages) : IJournal
    {
        public Task<JournalState> LoadAsync(CancellationToken cancellationToken) => stages.OfAsync("journal", () => journal.LoadAsync(cancellationToken));

        public Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken) => stages.OfAsync("journal", async () =>
        {
            stages.Writes++;
            await journal.AppendAsync(entry, cancellationToken);
            return true;
        });

        public Task AppendAsync(ValueArray<JournalEntry> entries, CancellationToken cancellationToken) => stages.OfAsync("journal", async () =>
        {
            stages.Writes++;
            await journal.AppendAsync(entries, cancellationToken);
            return true;
        });

        public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) => journal.HistoryAsync(most, actedOnly, cancellationToken);

        public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) => journal.FindAsync(generation, cancellationToken);

        public Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) => stages.OfAsync("journal", async () =>
        {
            await journal.KeepAsync(name, document, cancellationToken);
            return true;
        });

        public Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken) => stages.OfAsync("journal", () => journal.RecallAsync(name, cancellationToken));
    }

    private sealed class TimedRuntime(IWorkloadRuntime runtime, Stages stages) : IWorkloadRuntime
    {
        public bool Runs(WorkloadDeclaration workload) => runtime.Runs(workload);

        public bool CanRunTwice(WorkloadDeclaration workload) => runtime.CanRunTwice(workload);

        public Task<RuntimeReading> ReadAsync(CancellationToken cancellationToken) => stages.OfAsync("runtimes", () => runtime.ReadAsync(cancellationToken));

        public Task<StepOutcome> StartAsync(ReplicaOrder order, CancellationToken cancellationToken) => stages.OfAsync("runtimes", () => runtime.StartAsync(order, cancellationToken));

        public Task<StepOutcome> StopAsync(ReplicaOrder order, CancellationToken cancellationToken) => stages.OfAsync("runtimes", () => runtime.StopAsync(order, cancellationToken));

        public Task RevokeAsync(Seat seat, CancellationToken cancellationToken) => stages.OfAsync("runtimes", async () =>
        {
            await runtime.RevokeAsync(seat, cancellationToken);
            return true;
        });
    }

    private sealed class TimedPartitioner(IPartitioner partitioner, Stages stages) : IPartitioner
    {
        public Task<StepOutcome> CreateAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
            stages.OfAsync("partitioner", () => partitioner.CreateAsync(gpu, instance, cancellationToken));

        public Task<StepOutcome> DestroyAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
            stages.OfAsync("partitioner", () => partitioner.DestroyAsync(gpu, instance, cancellationToken));

        public Task<StepOutcome> SetMigModeAsync(GpuUuid gpu, bool enabled, bool mayReset, CancellationToken cancellationToken) =>
            stages.OfAsync("partitioner", () => partitioner.SetMigModeAsync(gpu, enabled, mayReset, cancellationToken));

        public Task<GpuTarget?> ReadAsync(GpuUuid gpu, CancellationToken cancellationToken) => stages.OfAsync("observe", () => partitioner.ReadAsync(gpu, cancellationToken));
    }
}
