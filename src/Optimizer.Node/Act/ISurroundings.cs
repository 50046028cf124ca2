using Optimizer.Model.Snapshots;
using Optimizer.Node.Devices;

namespace Optimizer.Node.Act;

/// <summary>What has to follow a layout outside the driver: device nodes, files that others read.</summary>
public interface ISurroundings
{
    /// <summary>Makes it fit what is there. Idempotent, and asked for after every step, also one that had nothing to do: an earlier one may have failed here.</summary>
    /// <param name="changed">The GPU a step was about.</param>
    /// <param name="present">Every GPU of the node, that one read again just now.</param>
    /// <param name="cancellationToken">Gives up; what was begun is finished by the next call.</param>
    /// <returns>Null when it fits; else what was tried, what was seen and what to do, one sentence.</returns>
    Task<string?> FitAsync(GpuUuid changed, PresentDevices present, CancellationToken cancellationToken);
}
