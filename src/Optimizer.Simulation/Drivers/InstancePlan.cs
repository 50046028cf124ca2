using System.Collections.Immutable;
using Optimizer.Simulation.Boards;

namespace Optimizer.Simulation.Drivers;

/// <summary>A GPU instance as the scenario starts it.</summary>
/// <param name="Profile">Its profile.</param>
/// <param name="Start">First memory slice.</param>
/// <param name="ComputeWidths">Widths of its compute instances; empty: one that spans it.</param>
internal sealed record InstancePlan(BoardProfile Profile, int Start, ImmutableArray<int> ComputeWidths);
