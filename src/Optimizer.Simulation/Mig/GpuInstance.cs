using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Physics;

namespace Optimizer.Simulation.Mig;

/// <summary>A GPU instance: memory slices with their share of the engines.</summary>
internal sealed class GpuInstance(SimulatedGpu gpu, int id, BoardProfile profile, BoardPlacement placement, long serial)
{
    public SimulatedGpu Gpu { get; } = gpu;

    /// <summary>Unique while alive, within the GPU; the lowest free number of the slice class.</summary>
    public int Id { get; } = id;

    public BoardProfile Profile { get; } = profile;

    public BoardPlacement Placement { get; } = placement;

    /// <summary>Never reused: tells a re-created instance from its predecessor where the id cannot.</summary>
    public long Serial { get; } = serial;

    /// <summary>By id.</summary>
    public List<ComputeInstance> ComputeInstances { get; } = [];

    /// <summary>The handle of the present session; 0 before it is first asked for.</summary>
    public nint Handle { get; set; }

    /// <summary>What its engines did so far.</summary>
    public EngineCounters Engines { get; } = new();
}
