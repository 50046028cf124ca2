using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe;

namespace Optimizer.Host.Demand;

/// <summary>Demand and forecasts as a running thing, beside the sampler: reads demand, feeds the forecaster, publishes, saves.</summary>
/// <remarks>Whatever goes wrong in one tick is said and the next one comes: observation does not depend on it.</remarks>
internal sealed partial class DemandObservation(
    DemandInputs inputs,
    DemandForecaster forecaster,
    Duration period,
    SamplerClocks clocks,
    Action<DemandForecast> published,
    Action<Instant>? saved,
    Func<ValueTask>? release,
    ILogger<DemandObservation> log) : IAsyncDisposable
{
    // The last saving belongs to the stop; the unit's stop timeout and the host's own margin for the work are longer.
    private static readonly TimeSpan LongestLastSave = TimeSpan.FromSeconds(4);

    private long _read;
    private bool _failing;

    /// <summary>What was last published; null before.</summary>
    public DemandForecast? Latest => forecaster.Latest;

    /// <summary>Runs until cancelled, then saves. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await GuardedAsync(StartAsync, cancellationToken);
        using PeriodicTimer timer = new(period.ToTimeSpan(), clocks.Elapsed);
        while (await NextAsync(timer, cancellationToken))
        {
            await GuardedAsync(TickAsync, cancellationToken);
        }

        await GuardedAsync(LastSaveAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => release?.Invoke() ?? ValueTask.CompletedTask;

    /// <summary>Takes over what an earlier process learned, and what others remember of series it did not know.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        Instant now = clocks.Wall.GetCurrentInstant();
        await forecaster.LoadAsync(now, cancellationToken);
        Publish(now);
        if (inputs.Backfill is { } backfill && inputs.BackfillDays > 0)
        {
            await foreach (IReadOnlyList<DemandSample> history in backfill.ReadHistoriesAsync(now - Duration.FromDays(inputs.BackfillDays), now, forecaster.Bin, cancellationToken))
            {
                forecaster.ObserveHistory(history, now);
            }
        }
    }

    /// <summary>One tick: OBSERVE, FORECAST, and SAVE when it is time.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        // The same snapshot again says nothing new: a sampler that hangs must look like a gap, not like constant demand. What workloads say themselves goes on.
        NodeSnapshot? snapshot = inputs.Snapshot() is { } latest && latest.Sequence != _read ? latest : null;
        _read = snapshot?.Sequence ?? _read;
        forecaster.Observe(await inputs.Source.ReadAsync(snapshot, cancellationToken), clocks.Wall.GetCurrentInstant());

        Instant now = clocks.Wall.GetCurrentInstant();
        Publish(now);
        if (forecaster.IsSaveDue(now))
        {
            await SaveAsync(cancellationToken);
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LastSaveAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // A disk that hangs obeys no token.
            await SaveAsync(limit.Token).WaitAsync(LongestLastSave, clocks.Stopwatch, cancellationToken);
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            LogNotSaved(log, LongestLastSave.TotalSeconds);
            if (Latest is { } latest)
            {
                published(latest with { Health = latest.Health with { SaveFailures = latest.Health.SaveFailures + 1 } });
            }
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        Instant now = clocks.Wall.GetCurrentInstant();
        await forecaster.SaveAsync(now, cancellationToken);
        saved?.Invoke(now);
        Say();
    }

    private void Publish(Instant now)
    {
        published(forecaster.Publish(now, inputs.Troubles()));
        Say();
    }

    private async Task GuardedAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
            _failing = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop; the loop sees it too.
        }
#pragma warning disable CA1031 // forecasts are a service to the planner; their trouble must never end observation, which is one to the operator
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!_failing)
            {
                LogFailed(log, failure);
            }

            _failing = true;
        }
    }
}
