namespace Optimizer.Control.Ports;

/// <summary>Looks up processes by pid: /proc on a node, the scenario's processes in simulation.</summary>
public interface IProcessTable
{
    /// <summary>The process; null when it is gone or may not be read, which is normal between NVML's answer and ours.</summary>
    ProcessIdentity? Find(uint pid);
}
