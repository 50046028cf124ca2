namespace Optimizer.Model.Snapshots;

/// <summary>ECC errors of one kind. Source: nvmlDeviceGetTotalEccErrors, nvmlDeviceGetMemoryErrorCounter.</summary>
/// <param name="Severity">Corrected or not.</param>
/// <param name="Scope">Since driver load, or of the board's life.</param>
/// <param name="Location">Which memory.</param>
/// <param name="Count">Cumulative; never falls.</param>
public readonly record struct EccErrorCount(EccSeverity Severity, EccScope Scope, EccLocation Location, ulong Count);
