using Optimizer.Control.Ports;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Control;

/// <summary>The sampler as the loop's eyes: its latest snapshot, or a cycle run for the loop, published as any other.</summary>
/// <param name="latest">The newest snapshot; null before the first.</param>
/// <param name="cycle">Runs a cycle now.</param>
internal sealed class SamplerObserver(Func<NodeSnapshot?> latest, Func<CancellationToken, Task> cycle) : IObserver
{
    /// <inheritdoc/>
    public async Task<NodeSnapshot?> ObserveAsync(bool fresh, CancellationToken cancellationToken)
    {
        if (fresh || latest() is null)
        {
            await cycle(cancellationToken);
        }

        return latest();
    }
}
