using Optimizer.Control.Journal;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Control;

/// <summary>What an operator may tell the running loop: the seam between the control socket and the loop. Thread-safe.</summary>
/// <remarks>
/// Nothing here waits for hardware: an order is written to the journal, and the loop carries it out in its next tick. A journal that cannot be
/// written throws <see cref="JournalException"/>, which the socket answers with its sentence.
/// </remarks>
internal interface IOperator : IOperatorView
{
    /// <summary>Nothing is begun from now on. What has begun goes on only until every workload has what it had.</summary>
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
