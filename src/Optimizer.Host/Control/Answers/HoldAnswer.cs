namespace Optimizer.Host.Control.Answers;

/// <summary>A reason why nothing is done, as documents say it.</summary>
/// <param name="Interlock">In snake case.</param>
/// <param name="Subject">GPU, workload or tenant; empty: the node.</param>
/// <param name="Since">ISO 8601, UTC.</param>
/// <param name="Sentence">What was seen and what ends it.</param>
internal sealed record HoldAnswer(string Interlock, string Subject, string Since, string Sentence);
