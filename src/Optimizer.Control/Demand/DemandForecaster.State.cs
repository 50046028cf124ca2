using NodaTime;

namespace Optimizer.Control.Demand;

/// <summary>Keeping states over restarts.</summary>
public sealed partial class DemandForecaster
{
    private Instant? _savedAt;
    private Instant? _lastTry;
    private long _saveFailures;
    private long _unreadable;

    /// <summary>Takes over what an earlier process saved. Once, before the first sample. What is of another method or bin, or cannot be read, starts anew.</summary>
    /// <param name="now">The wall clock; series not seen for the retention before it are left behind.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task LoadAsync(Instant now, CancellationToken cancellationToken)
    {
        _lastTry = now;
        if (store is null)
        {
            return;
        }

        int others = 0;
        Instant? newest = null;
        foreach (StoredSeries stored in (await store.LoadAsync(cancellationToken)).OrderBy(static stored => SeriesAdmission.Rank(stored.Key)))
        {
            if (stored.Method != options.Method.Name || stored.BinSeconds != options.BinSeconds)
            {
                others++;
                continue;
            }

            if (_series.Count < options.MostSeries && TryRestore(stored) is { } series && now - series.LastSeen <= options.Retention)
            {
                Add(series);
                newest = newest is { } known ? Instant.Max(known, stored.SavedAt) : stored.SavedAt;
            }
        }

        if (newest is { } last)
        {
            _clock.Resume(last, options.Retention);
            _savedAt = last;
            Note(ForecastNoteKind.Restored, "", $"{_series.Count} series go on from {last}");
        }

        if (others > 0)
        {
            Note(ForecastNoteKind.OtherMethod, "", $"{others} saved series are of another method or bin than {options.Method.Name} at {options.BinSeconds} s; they start anew");
        }
    }

    /// <summary>True when the state should be saved.</summary>
    public bool IsSaveDue(Instant now) => store is not null && (_lastTry is not { } last || now - last >= options.SaveInterval || now < last);

    /// <summary>Saves the states of all series. A disk that refuses is noted and counted; what was saved before stays.</summary>
    public async Task SaveAsync(Instant now, CancellationToken cancellationToken)
    {
        if (store is null)
        {
            return;
        }

        _lastTry = now;
        if (!_clock.Believes(now))
        {
            // Stamped with a time that may be nonsense, the state would be older than everything or newer than anything to come.
            return;
        }

        List<StoredSeries> states = [];
        foreach (FollowedSeries series in _ordered)
        {
            if (series.HasState && TrySave(series, now) is { } state)
            {
                states.Add(state);
            }
        }

        try
        {
            await store.SaveAsync(states, now - options.Retention, cancellationToken);
            _savedAt = now;
        }
        catch (IOException refusal)
        {
            _saveFailures++;
            Note(ForecastNoteKind.NotSaved, "", $"the forecast state was not saved ({refusal.Message}); what was saved before stays, the next try is in {options.SaveInterval.TotalMinutes:0.#} min");
        }
    }

    private FollowedSeries? TryRestore(StoredSeries stored)
    {
        try
        {
            return FollowedSeries.Restore(stored, options);
        }
#pragma warning disable CA1031 // whatever a state that cannot be trusted does to the code that reads it, it costs its own series only
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _unreadable++;
            Note(ForecastNoteKind.Unreadable, Words(stored.Key), $"its saved state cannot be read ({failure.Message}); it starts anew");
            return null;
        }
    }

    private StoredSeries? TrySave(FollowedSeries series, Instant now)
    {
        try
        {
            return new StoredSeries(series.Key, options.Method.Name, options.BinSeconds, now, series.Save());
        }
#pragma warning disable CA1031 // as in updating: one forecaster's fault is its own series' loss
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _restarts++;
            Note(ForecastNoteKind.Failed, Words(series.Key), $"its state could not be written ({failure.GetType().Name}: {failure.Message}); it starts anew");
            series.Restart(now);
            return null;
        }
    }
}
