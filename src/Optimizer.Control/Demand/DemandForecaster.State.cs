using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>Keeping states over restarts.</summary>
public sealed partial class DemandForecaster
{
    // Series saved in one transaction: 3 MB of states in memory at 100 KB each. Doubled, twice that for half as many syncs of the disk.
    private const int SavedAtOnce = 32;

    // After a step that was believed because the clock ran evenly, right or wrong, nothing is saved for so long: an operator or a time server that corrects
    // it meanwhile finds the states from before. It costs the last hour should the machine die within it.
    private static readonly Duration SavePause = Duration.FromHours(1);

    // With every batch but the last: no state is from before it.
    private static readonly Instant DropNone = NodaConstants.UnixEpoch;

    private Instant? _savedAt;
    private Instant? _lastTry;
    private long _saveFailures;

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

        if (TakeOver(await store.LoadAsync(cancellationToken), now, first: true) is { } last)
        {
            _clock.Resume(last, options.Retention);
        }
    }

    /// <summary>True when the state should be saved.</summary>
    public bool IsSaveDue(Instant now) => store is not null && (_lastTry is not { } last || now - last >= options.SaveInterval || now < last);

    /// <summary>Saves the states of all series. A disk that refuses is noted and counted; what was saved before stays.</summary>
    /// <remarks>First gives series that lost their history what is stored of them; and everything, when a first load found nothing or the clock stepped.</remarks>
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

        if (_mayHoldMore || _ordered.Exists(static series => series.WantsHistory))
        {
            TakeOver(await store.LoadAsync(cancellationToken), now, first: false);
        }

        if (_clock.ProvenAt is { } proven && now - proven < SavePause)
        {
            return;
        }

        try
        {
            await WriteAsync(store, now, cancellationToken);
            _savedAt = now;
            _mayHoldMore = false;
        }
        catch (IOException refusal)
        {
            _saveFailures++;
            Note(ForecastNoteKind.NotSaved, "", $"the forecast state was not saved ({refusal.Message}); what was saved before stays, the next try is in {options.SaveInterval.TotalMinutes:0.#} min");
        }
    }

    private async Task WriteAsync(IForecastStore target, Instant now, CancellationToken cancellationToken)
    {
        using MemoryStream buffer = new();
        List<StoredSeries> batch = [];
        foreach (FollowedSeries series in _ordered)
        {
            if (series.HasChanged && MayReplaceStored(series) && TrySave(series, now, buffer) is { } state)
            {
                batch.Add(state);
            }

            if (batch.Count == SavedAtOnce)
            {
                await target.SaveAsync(batch, DropNone, cancellationToken);
                Saved(batch);
                batch = [];
            }
        }

        Instant oldest = now - options.Retention;
        await target.SaveAsync(batch, oldest, cancellationToken);
        Saved(batch);
        foreach ((SeriesKey key, (_, Instant savedAt)) in _stored)
        {
            if (savedAt < oldest)
            {
                _stored.Remove(key); // a dictionary may lose keys while it is enumerated
            }
        }
    }

    private void Saved(List<StoredSeries> batch)
    {
        foreach (StoredSeries state in batch)
        {
            FollowedSeries series = _series[state.Key];
            series.Saved();
            _stored[state.Key] = (series.Span, state.SavedAt);
        }
    }

    private StoredSeries? TrySave(FollowedSeries series, Instant now, MemoryStream buffer)
    {
        try
        {
            return new StoredSeries(series.Key, options.Method.Name, options.BinSeconds, now, series.Save(buffer));
        }
#pragma warning disable CA1031 // as in updating: one forecaster's fault is its own series' loss
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _restarts++;
            Note(ForecastNoteKind.Failed, Words(series.Key), $"its state could not be written ({failure.GetType().Name}: {failure.Message}); {WhatNext}");
            series.Restart(now);
            return null;
        }
    }
}
