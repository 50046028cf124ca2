using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Ports;

/// <summary>Reads the node.</summary>
public interface IObserver
{
    /// <summary>The node as it is.</summary>
    /// <param name="fresh">True: read now. False: a reading of the last few seconds will do.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null when nothing was ever read.</returns>
    Task<NodeSnapshot?> ObserveAsync(bool fresh, CancellationToken cancellationToken);
}
