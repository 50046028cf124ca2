using System.Globalization;

namespace Optimizer.Host.Forecasting;

/// <summary>Says on standard error how far a long backtest is; a short one says nothing.</summary>
/// <param name="error">Standard error.</param>
/// <param name="time">Measures.</param>
/// <param name="total">Pairs of series and method.</param>
internal sealed class BacktestProgress(TextWriter error, TimeProvider time, int total)
{
    // Long enough not to scroll a terminal away, short enough that nobody thinks it hangs.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _told = time.GetTimestamp();
    private int _done;

    /// <summary>A method on a series is so far.</summary>
    public void At(string series, string method, double share)
    {
        if (time.GetElapsedTime(_told) >= Interval)
        {
            _told = time.GetTimestamp();
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gpu-optimizer backtest: {100 * (_done + share) / total:0} % ({method} on {series})"));
        }
    }

    /// <summary>A method on a series is done.</summary>
    public void Done() => _done++;
}
