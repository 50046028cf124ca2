namespace Optimizer.Control.Demand;

/// <summary>How often one kind of source failed in one way since the start.</summary>
/// <param name="Source">What was read.</param>
/// <param name="Reason">What went wrong.</param>
/// <param name="Count">How often; one per workload and reading.</param>
public readonly record struct DemandTrouble(DemandSourceKind Source, DemandTroubleReason Reason, long Count);
