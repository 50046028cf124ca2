namespace Optimizer.Simulation.Workloads;

/// <summary>A process and where on its GPU it runs; all ones for a GPU without MIG.</summary>
internal sealed record ResidentProcess(SimulatedProcess Process, uint GpuInstanceId, uint ComputeInstanceId)
{
    public const uint NoInstance = uint.MaxValue;

    public bool IsOn(uint gpuInstance) => GpuInstanceId == gpuInstance;

    public bool IsOn(uint gpuInstance, uint computeInstance) => GpuInstanceId == gpuInstance && ComputeInstanceId == computeInstance;
}
