using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe;

namespace Optimizer.Host.Replay;

/// <summary>The sampler as the loop's eyes in manual time. A node that nobody has touched is not read again: what was read is as good as new, and says so by its time.</summary>
/// <remarks>
/// Right only where nothing changes a node but the loop: between two plans no replica starts, stops or dies, and no instance comes or goes. The runtime
/// is read in every tick all the same.
/// </remarks>
internal sealed class ReplayObserver(NodeSampler sampler, IClock clock, ReplayTimings timings) : IObserver
{
    private NodeSnapshot? _whole;
    private bool _touched = true;

    /// <summary>Something was ordered; the next look reads everything.</summary>
    public void Touched() => _touched = true;

    /// <inheritdoc/>
    public async Task<NodeSnapshot?> ObserveAsync(bool fresh, CancellationToken cancellationToken)
    {
        if (_whole is { } known && !_touched)
        {
            return known with { At = clock.GetCurrentInstant() };
        }

        long mark = timings.Mark();
        _whole = await sampler.SampleAsync(cancellationToken);
        _touched = false;
        timings.Add("observe", mark);
        return _whole;
    }
}
