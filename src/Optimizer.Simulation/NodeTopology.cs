using Optimizer.Control.Ports;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation;

/// <summary>Where the GPUs of a simulated node sit, as sysfs would say.</summary>
internal sealed class NodeTopology(SimulatedDriver driver) : IHostTopology
{
    public int? NumaNodeOfPciDevice(string pciBusId)
    {
        foreach (SimulatedGpu gpu in driver.Gpus)
        {
            if (string.Equals(gpu.BusId, pciBusId, StringComparison.OrdinalIgnoreCase))
            {
                return gpu.Plan.NumaNode;
            }
        }

        return null;
    }
}
