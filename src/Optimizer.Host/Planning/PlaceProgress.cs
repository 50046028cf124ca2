using System.Globalization;
using Optimizer.Host.Cli;

namespace Optimizer.Host.Planning;

/// <summary>Says on standard error how far <c>place</c> is; nothing for a short run.</summary>
internal sealed class PlaceProgress(PlaceRequest request, TimeProvider time)
{
    // Long enough not to scroll a terminal away, short enough that nobody thinks it hangs.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly int _total = request.Loads.Count * request.Policies.Count * request.Seeds;
    private long _told = time.GetTimestamp();
    private int _done;

    /// <summary>One replay is done.</summary>
    public void Done(double load, string policy)
    {
        _done++;
        if (time.GetElapsedTime(_told) >= Interval)
        {
            _told = time.GetTimestamp();
            request.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gpu-optimizer place: {100.0 * _done / _total:0} % ({policy} at load {load})"));
        }
    }
}
