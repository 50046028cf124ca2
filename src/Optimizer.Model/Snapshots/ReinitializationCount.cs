namespace Optimizer.Model.Snapshots;

/// <summary>How often the session was opened again for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How often; 0 is said, not left out.</param>
public sealed record ReinitializationCount(ReinitializationReason Reason, long Count);
