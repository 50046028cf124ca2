using System.Collections.Immutable;
using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Host.Control;

/// <summary>The loop and the journal as operators reach them.</summary>
internal sealed class LoopOperator(ControlLoop loop, IJournal journal, Func<NodeSnapshot?> seen, IClock clock) : IOperator
{
    private const int Handful = 8;

    /// <inheritdoc/>
    public ControlReport? Report => loop.Report;

    /// <inheritdoc/>
    public async Task<NodeStatus> StatusAsync(CancellationToken cancellationToken)
    {
        NodeSnapshot? snapshot = seen();
        return new NodeStatus
        {
            At = clock.GetCurrentInstant(),
            Report = loop.Report,
            Seen = snapshot,
            Replicas = loop.Replicas.OrderBy(replica => replica.Seat).ThenBy(replica => replica.Name, StringComparer.Ordinal).ToValueArray(),
            Holders = snapshot is null ? [] : HoldersOf(snapshot).ToValueArray(),
            Decisions = [.. await journal.HistoryAsync(Handful, false, cancellationToken)],
        };
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) => journal.HistoryAsync(most, actedOnly, cancellationToken);

    /// <inheritdoc/>
    public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) => journal.FindAsync(generation, cancellationToken);

    /// <inheritdoc/>
    public async Task<OperatorAnswer> PauseAsync(string by, string? reason, CancellationToken cancellationToken) => Of(await loop.PauseAsync(by, reason ?? "", cancellationToken));

    /// <inheritdoc/>
    public async Task<OperatorAnswer> ResumeAsync(string by, CancellationToken cancellationToken) => Of(await loop.ResumeAsync(by, cancellationToken));

    /// <inheritdoc/>
    public async Task<OperatorAnswer> ApproveAsync(long generation, string by, CancellationToken cancellationToken) => Of(await loop.ApproveAsync(generation, by, cancellationToken));

    /// <inheritdoc/>
    public async Task<OperatorAnswer> ReleaseAsync(GpuUuid gpu, string by, CancellationToken cancellationToken) => Of(await loop.ReleaseAsync(gpu, by, cancellationToken));

    private static OperatorAnswer Of(Optimizer.Control.Loop.OperatorAnswer answer) => answer.Done ? OperatorAnswer.Done(answer.Sentence) : OperatorAnswer.Refused(answer.Sentence);

    private static IEnumerable<SeatHolder> HoldersOf(NodeSnapshot snapshot) =>
        from gpu in snapshot.Gpus
        from process in gpu.ProcessList
        group process.Pid by (Seat: SeatOf(gpu, process), Name: process.Workload ?? process.Command ?? $"process {process.Pid}") into held
        orderby held.Key.Seat, held.Key.Name
        select new SeatHolder(held.Key.Seat, held.Key.Name, held.Order().ToValueArray());

    private static Seat SeatOf(GpuSnapshot gpu, GpuProcess process)
    {
        GpuInstanceSnapshot? instance = process.GpuInstanceId is { } id ? gpu.Mig?.Instances.FirstOrDefault(one => one.Id == id) : null;
        return new Seat(
            gpu.Uuid,
            instance is { PlacementStart: { } start, PlacementSize: { } size } ? new PlacedInstance(instance.Profile, new Placement((int)start, (int)size)) : null);
    }
}
