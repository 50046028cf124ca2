namespace Optimizer.Node.Devices;

/// <summary>Makes the device node of a capability, which the kernel does not do by itself.</summary>
public interface ICapabilityNodeMaker
{
    /// <summary>Makes it, within a bounded time.</summary>
    /// <param name="capabilityFile">The capability's file below <c>/proc/driver/nvidia/capabilities</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when that went well; else what was tried and seen, without a full stop.</returns>
    Task<string?> MakeAsync(string capabilityFile, CancellationToken cancellationToken);
}
