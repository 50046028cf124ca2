using NodaTime;

namespace Optimizer.Model.Acting;

/// <summary>A reason why nothing is done, in force now.</summary>
/// <param name="Interlock">What kind.</param>
/// <param name="Subject">GPU, workload or tenant it concerns; empty: the node.</param>
/// <param name="Since">Since when.</param>
/// <param name="Sentence">What was seen and what ends it, for people.</param>
public sealed record ActiveHold(Interlock Interlock, string Subject, Instant Since, string Sentence);
