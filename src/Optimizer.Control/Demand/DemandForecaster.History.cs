using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>Going on from what is stored, and not losing it.</summary>
public sealed partial class DemandForecaster
{
    // Bins read back that may wait for their forecasters: 24 MB at 24 bytes, eight days of minutes of 87 series. Doubled, twice that.
    private const int MostWaiting = 1_000_000;

    // What the store holds, as far as is known: a series that begins must not replace weeks of the same series with its first minutes.
    private readonly Dictionary<SeriesKey, (long Span, Instant SavedAt)> _stored = [];
    private long _unreadable;

    // The store may hold series that are not followed though there is room: until it was read with success (it never throws; a file that could not be read
    // now is found to be empty, and refuses what is to be saved), and after the clock stepped.
    private bool _mayHoldMore = true;

    private string WhatNext => store is null ? "it starts anew" : "it goes on from its last saved state if that is sound, or starts anew";

    /// <summary>
    /// Takes readings of the past in, for series that have no history of their own; those that have are left alone. Series by series, so that no second copy
    /// of it all is made. The forecasters get the bins over the next publications; when very many wait for that, the histories of further series are left out.
    /// </summary>
    /// <param name="samples">Readings, ordered by key: what comes back to a key is left out.</param>
    /// <param name="now">The wall clock.</param>
    public void ObserveHistory(IReadOnlyList<DemandSample> samples, Instant now)
    {
        ArgumentNullException.ThrowIfNull(samples);
        List<DemandSample> one = [];
        long waiting = _ordered.Sum(static series => (long)series.Waiting);
        int leftOut = 0;
        for (int at = 0; at < samples.Count; at += one.Count)
        {
            SeriesKey key = samples[at].Key;
            one.Clear();
            for (int next = at; next < samples.Count && samples[next].Key == key; next++)
            {
                one.Add(samples[next]);
            }

            if (_series.ContainsKey(key))
            {
                continue;
            }

            if (waiting >= MostWaiting)
            {
                leftOut++;
                continue;
            }

            Observe(one, now);
            waiting += _series.TryGetValue(key, out FollowedSeries? series) ? series.Waiting : 0;
        }

        if (leftOut > 0)
        {
            Note(ForecastNoteKind.Limit, "", $"the history of {leftOut} series is left out, more than {MostWaiting} bins of others wait already; they begin cold. A lower prometheus.backfill_days leaves room for more");
        }
    }

    // Newest first among equals, so that what is left out when fewer series are allowed than before are those nobody hears of any more.
    private Instant? TakeOver(IReadOnlyList<StoredSeries> found, Instant now, bool first)
    {
        if (found.Count == 0)
        {
            _mayHoldMore |= _stored.Count > 0; // there was something: it could not be read now
            return null;
        }

        bool all = _mayHoldMore;
        List<(StoredSeries Series, StateEnvelope Head)> usable = [.. Usable(found)];
        usable.Sort(static (left, right) =>
        {
            int byRank = SeriesAdmission.Rank(left.Series.Key).CompareTo(SeriesAdmission.Rank(right.Series.Key));
            int byRecency = byRank != 0 ? byRank : right.Head.LastSeen.CompareTo(left.Head.LastSeen);
            return byRecency != 0 ? byRecency : left.Series.Key.CompareTo(right.Series.Key);
        });
        _stored.Clear();
        int taken = 0;
        Instant? newest = null;
        foreach ((StoredSeries stored, StateEnvelope head) in usable)
        {
            if (now - head.LastSeen > options.Retention)
            {
                continue;
            }

            _stored[stored.Key] = (head.Span, stored.SavedAt);

            // At the first load nothing is known of the clock, and the one who judges it begins with what is taken over here.
            bool useful = first || !FollowedSeries.IsAhead(head.LastBin, now, options);
            if (useful && TakeOver(stored, head, now, all))
            {
                taken++;
                newest = newest is { } known ? Instant.Max(known, stored.SavedAt) : stored.SavedAt;
            }
        }

        foreach (FollowedSeries series in _ordered)
        {
            series.WantsHistory = false;
        }

        _mayHoldMore &= usable.Count == 0;
        if (newest is { } last)
        {
            _savedAt ??= last;
            Note(ForecastNoteKind.Restored, "", $"{taken} series go on from {last}");
        }

        int others = found.Count(stored => !IsOurs(stored));
        if (others > 0 && first)
        {
            Note(ForecastNoteKind.OtherMethod, "", $"{others} saved series are of another method or bin than {options.Method.Name} at {options.BinSeconds} s; they start anew");
        }

        return newest;
    }

    private bool TakeOver(StoredSeries stored, StateEnvelope head, Instant now, bool all)
    {
        if (_series.TryGetValue(stored.Key, out FollowedSeries? series))
        {
            if ((!all && !series.WantsHistory) || head.Span <= series.Span || TryRestore(stored, now) is not { } older)
            {
                return false;
            }

            series.GoOnFrom(older);
            return true;
        }

        if (!all)
        {
            return false;
        }

        if (_series.Count >= options.MostSeries)
        {
            Drop(stored.Key, now);
            return false;
        }

        if (TryRestore(stored, now) is not { } restored)
        {
            return false;
        }

        Add(restored);
        return true;
    }

    private IEnumerable<(StoredSeries Series, StateEnvelope Head)> Usable(IReadOnlyList<StoredSeries> found)
    {
        foreach (StoredSeries stored in found.Where(IsOurs))
        {
            if (Try(stored, static stored => (StateEnvelope?)StateEnvelope.Open(stored)) is { } head)
            {
                yield return (stored, head);
            }
        }
    }

    private bool IsOurs(StoredSeries stored) => stored.Method == options.Method.Name && stored.BinSeconds == options.BinSeconds;

    private bool MayReplaceStored(FollowedSeries series) => !_stored.TryGetValue(series.Key, out (long Span, Instant SavedAt) stored) || series.MayReplace(stored.Span);

    private FollowedSeries? TryRestore(StoredSeries stored, Instant now) => Try(stored, state => FollowedSeries.Restore(state, options, now));

    private T? Try<T>(StoredSeries stored, Func<StoredSeries, T?> read)
    {
        try
        {
            return read(stored);
        }
#pragma warning disable CA1031 // whatever a state that cannot be trusted does to the code that reads it, it costs its own series only
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _unreadable++;
            Note(ForecastNoteKind.Unreadable, Words(stored.Key), $"its saved state cannot be read ({failure.Message}); it starts anew");
            return default;
        }
    }
}
