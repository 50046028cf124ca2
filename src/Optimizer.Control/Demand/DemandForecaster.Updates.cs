using NodaTime;

namespace Optimizer.Control.Demand;

/// <summary>Giving the forecasters their bins.</summary>
public sealed partial class DemandForecaster
{
    private void Update(Instant now)
    {
        int left = MostBins;
        int first = _ordered.Count == 0 ? 0 : _next % _ordered.Count;
        for (int at = 0; at < _ordered.Count && left > 0; at++)
        {
            // From where the last call stopped, so that those at the end do not starve while histories are read back.
            _next = (first + at) % _ordered.Count;
            left -= Update(_ordered[_next], now, Math.Min(left, MostBinsOfSeries));
        }

        _next = left > 0 ? 0 : _next + 1;
    }

    private int Update(FollowedSeries series, Instant now, int most)
    {
        long start = stopwatch.GetTimestamp();
        int bins = 0;
        try
        {
            bins = series.Update(now, most);
        }
#pragma warning disable CA1031 // a forecaster is mathematics on whatever demand there was: whatever goes wrong in it costs its own series only
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _restarts++;
            Note(ForecastNoteKind.Failed, Words(series.Key), $"its forecaster failed ({failure.GetType().Name}: {failure.Message}); {WhatNext}");
            series.Restart(now);
        }

        if (bins > 0)
        {
            TimeSpan took = stopwatch.GetElapsedTime(start);
            _updates += bins;
            _updateTime += took;
            _longestUpdate = took > _longestUpdate ? took : _longestUpdate;
        }

        return bins;
    }
}
