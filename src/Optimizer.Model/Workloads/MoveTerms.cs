using NodaTime;

namespace Optimizer.Model.Workloads;

/// <summary>On what terms a workload may be moved while it runs.</summary>
/// <param name="Grace">Time it gets to finish what it has begun after it was asked to stop; not negative.</param>
/// <param name="Checkpoint">Command that saves its state before it is stopped; null: it has none to save.</param>
public sealed record MoveTerms(Duration Grace, string? Checkpoint);
