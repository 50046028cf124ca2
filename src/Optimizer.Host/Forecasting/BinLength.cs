using Optimizer.Forecasting;

namespace Optimizer.Host.Forecasting;

/// <summary>What a bin's length may be.</summary>
internal static class BinLength
{
    private const int SecondsOfADay = 86400;

    /// <summary>The rule in words. A bin that does not divide a day would meet each hour of the clock at another place every day.</summary>
    public static readonly string Legal = $"a whole number of seconds from {SeriesOptions.LeastBinSeconds} to {SeriesOptions.MostBinSeconds} that divides {SecondsOfADay}";

    /// <summary>The rule.</summary>
    public static bool IsLegal(double seconds) =>
        seconds is >= SeriesOptions.LeastBinSeconds and <= SeriesOptions.MostBinSeconds && SecondsOfADay % seconds == 0;
}
