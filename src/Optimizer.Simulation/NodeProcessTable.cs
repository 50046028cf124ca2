using Optimizer.Control.Ports;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation;

/// <summary>The processes of a simulated node, as /proc would show them.</summary>
internal sealed class NodeProcessTable(SimulatedDriver driver) : IProcessTable
{
    public ProcessIdentity? Find(uint pid)
    {
        lock (driver.Sync)
        {
            return driver.FindProcess(pid)?.Process.Identity;
        }
    }
}
