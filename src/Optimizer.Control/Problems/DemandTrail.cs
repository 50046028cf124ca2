using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Control.Problems;

/// <summary>Highest demand of one workload in each minute of the last hours; bounded.</summary>
/// <param name="Workload">Which.</param>
/// <param name="Minutes">Oldest first.</param>
public sealed record DemandTrail(string Workload, ValueArray<(Instant Minute, double Rate)> Minutes);
