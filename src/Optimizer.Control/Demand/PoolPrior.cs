using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>What to believe of a series nothing is known of: what series like it are like.</summary>
internal static class PoolPrior
{
    // Of more the median does not change enough to be worth the reading.
    private const int MostPeers = 64;

    /// <summary>
    /// The median, quantile by quantile, of the average published steps of warm series with the same scope and signal, in shares of their caps. Null when
    /// there is no such series, or the new one has no cap: only shares can be taken over, since one service's requests say nothing of another's. Null for
    /// gauges, which have no unit in common.
    /// </summary>
    public static Quantiles? For(SeriesKey key, double? cap, IEnumerable<SeriesForecast> others)
    {
        if (cap is not { } own || key.Signal == DemandSignal.Gauge)
        {
            return null;
        }

        List<Quantiles> peers = [];
        foreach (SeriesForecast other in others)
        {
            bool alike = other.Key.Scope == key.Scope && other.Key.Signal == key.Signal && other.Key != key && other.Health.State != ForecastState.Cold;
            if (alike && other.Cap is { } theirs and > 0 && other.Path is { Steps.IsEmpty: false } path)
            {
                peers.Add(Scaled(CoarserPath.Mean(path.Steps.Span).Quantiles, own / theirs, own));
            }

            if (peers.Count == MostPeers)
            {
                break;
            }
        }

        // Medians of ordered lists, member by member, are ordered.
        return peers.Count == 0 ? null : new Quantiles(Median(peers, 0), Median(peers, 1), Median(peers, 2), Median(peers, 3));
    }

    private static Quantiles Scaled(Quantiles value, double scale, double cap) => new(
        Math.Min(value.Q50 * scale, cap), Math.Min(value.Q90 * scale, cap), Math.Min(value.Q95 * scale, cap), Math.Min(value.Q99 * scale, cap));

    private static double Median(List<Quantiles> peers, int index)
    {
        double[] sorted = [.. peers.Select(peer => peer[index]).Order()];
        return sorted[sorted.Length / 2];
    }
}
