using System.Collections.Immutable;
using Optimizer.Simulation.Boards;

namespace Optimizer.Simulation.Drivers;

/// <summary>A GPU as the scenario starts it.</summary>
internal sealed record GpuPlan(SimulatedBoard Board, bool Mig, ImmutableArray<InstancePlan> Instances)
{
    public int NumaNode { get; init; }

    /// <summary>A virtual machine whose host refuses GPU resets.</summary>
    public bool Passthrough { get; init; }

    /// <summary>PCIe lanes that trained; fewer than 16 is a fault to find.</summary>
    public int PcieWidth { get; init; } = 16;
}
