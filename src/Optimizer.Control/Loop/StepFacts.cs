using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Loop;

/// <summary>What a step is tried with.</summary>
/// <param name="Now">When.</param>
/// <param name="Flight">The plan it belongs to.</param>
/// <param name="Seen">The newest snapshot.</param>
/// <param name="Running">What runs, read in this tick.</param>
/// <param name="BeganAt">When the step was first intended.</param>
internal sealed record StepFacts(Instant Now, PlanRecord Flight, NodeSnapshot Seen, RuntimeReading Running, Instant BeganAt);
