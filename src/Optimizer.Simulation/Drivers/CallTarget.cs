using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Drivers;

/// <summary>What the first handle of a call stands for.</summary>
internal struct CallTarget
{
    public SimulatedGpu? Gpu;
    public GpuInstance? Instance;
    public ComputeInstance? Compute;
}
