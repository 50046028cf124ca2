namespace Optimizer.Model.Snapshots;

/// <summary>Memory banks by how many spare rows they have left. Readable in MIG mode too. Source: nvmlDeviceGetRowRemapperHistogram.</summary>
/// <param name="Max">Banks with all spare rows.</param>
/// <param name="High">Banks with most.</param>
/// <param name="Partial">Banks with some.</param>
/// <param name="Low">Banks with few.</param>
/// <param name="None">Banks with none: the next error there cannot be repaired.</param>
public sealed record RowRemapBanks(uint Max, uint High, uint Partial, uint Low, uint None);
