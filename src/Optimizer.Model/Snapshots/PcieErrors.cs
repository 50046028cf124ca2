namespace Optimizer.Model.Snapshots;

/// <summary>PCIe errors of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">Cumulative; never falls.</param>
public readonly record struct PcieErrors(PcieErrorKind Kind, ulong Count);
