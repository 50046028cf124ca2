using Optimizer.Model.Snapshots;
using Optimizer.Node.Devices;

namespace Optimizer.Node.Act;

/// <summary>Nothing outside the driver follows the layout: simulation, or an operator who sees to it otherwise.</summary>
public sealed class NoSurroundings : ISurroundings
{
    /// <inheritdoc/>
    public Task<string?> FitAsync(GpuUuid changed, PresentDevices present, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
