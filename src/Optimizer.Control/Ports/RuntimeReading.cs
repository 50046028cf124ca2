using Optimizer.Model.Collections;
using Optimizer.Model.Replicas;

namespace Optimizer.Control.Ports;

/// <summary>What runs, as those who run it say.</summary>
/// <param name="Replicas">Every replica that is not stopped, and those that failed; ordered by workload, then name.</param>
/// <param name="Trouble">Why nothing is known, one sentence; null when the reading is whole. With trouble, absence proves nothing.</param>
public sealed record RuntimeReading(ValueArray<Replica> Replicas, string? Trouble);
