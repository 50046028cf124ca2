using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Host.Control;

/// <summary>What an operator may ask of the running loop, and tell it: the seam between the control socket and the loop. Thread-safe.</summary>
/// <remarks>
/// Nothing here waits for hardware: an order is written to the journal, and the loop carries it out in its next tick. A journal that cannot be read or
/// written throws <see cref="JournalException"/>, which the socket answers with its sentence.
/// </remarks>
internal interface IOperator
{
    /// <summary>How the loop is doing; null before its first tick.</summary>
    ControlReport? Report { get; }

    /// <summary>The node at a glance.</summary>
    Task<NodeStatus> StatusAsync(CancellationToken cancellationToken);

    /// <summary>The newest plans, newest first.</summary>
    /// <param name="most">Most of them, from 1.</param>
    /// <param name="actedOnly">Leave out those that only held, were recommended or were abandoned.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken);

    /// <summary>One plan with what it was made from; null when it is not remembered (any more).</summary>
    Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken);

    /// <summary>Nothing is begun from now on. What has begun is finished: half a plan is worse than a whole one.</summary>
    /// <param name="by">Who, as the kernel says: a user's name, or its number.</param>
    /// <param name="reason">Why, one line; null when nobody said.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<OperatorAnswer> PauseAsync(string by, string? reason, CancellationToken cancellationToken);

    /// <summary>It goes on as configured: not paused, not lowered, failures forgotten, layouts changed from outside taken as they are.</summary>
    Task<OperatorAnswer> ResumeAsync(string by, CancellationToken cancellationToken);

    /// <summary>The proposed plan of this generation may be carried out. Refused when it is no longer the one proposed.</summary>
    Task<OperatorAnswer> ApproveAsync(long generation, string by, CancellationToken cancellationToken);

    /// <summary>A quarantined GPU is used again.</summary>
    Task<OperatorAnswer> ReleaseAsync(GpuUuid gpu, string by, CancellationToken cancellationToken);
}
