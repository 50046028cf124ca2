using Optimizer.Model.Snapshots;
using Optimizer.Node.Act;

namespace Optimizer.Node.Devices;

/// <summary>What a real node needs after a change: capability nodes, then the CDI file.</summary>
/// <param name="minors">The capability table as it is now.</param>
/// <param name="nodes">Null: somebody else makes them.</param>
/// <param name="spec">Null: no container runtime reads one from us.</param>
public sealed class DeviceSurroundings(Func<MigMinors> minors, CapabilityNodes? nodes, CdiSpecFile? spec) : ISurroundings
{
    /// <inheritdoc/>
    public async Task<string?> FitAsync(GpuUuid changed, PresentDevices present, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(present);
        MigMinors table = minors();
        if (nodes is not null && present.Gpus.FirstOrDefault(gpu => gpu.Gpu == changed) is PresentGpu gpu && await nodes.EnsureAsync(gpu, table, cancellationToken) is string trouble)
        {
            return trouble;
        }

        return spec?.Write(present, table);
    }
}
