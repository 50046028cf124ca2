using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;

namespace Optimizer.Host.Control;

/// <summary>What anybody may ask of the running loop: nothing here changes anything, so it may be shown over TCP. Thread-safe.</summary>
/// <remarks>A journal that cannot be read throws <see cref="JournalException"/>, which is answered with its sentence.</remarks>
internal interface IOperatorView
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
}
