using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NodaTime;
using Optimizer.Control.Demand;
using Optimizer.Control.Demand.Intake;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Node.Demand;

/// <summary>Demand from snapshots, from workloads' own pages and from a Prometheus, read together before one deadline.</summary>
/// <remarks>
/// A source that does not answer costs its own samples, counts a trouble and is said once in the log. One reading at a time; <see cref="Troubles"/> may be
/// read by any thread. Requests are bounded: so many at a time, and none to an endpoint that still owes an answer.
/// </remarks>
public sealed partial class DemandSources : IDemandSource, IDemandBackfill
{
    private static readonly IntakeReading NothingSeen = new() { Samples = [] };

    private readonly SnapshotDemand _snapshots;
    private readonly DemandTarget[] _targets;
    private readonly DemandSourcesOptions _options;
    private readonly IClock _clock;
    private readonly TimeProvider _time;
    private readonly DemandTroubleLedger _ledger = new();

    /// <summary>Takes the declarations; nothing is asked yet.</summary>
    /// <param name="declarations">Declared workloads, names unique.</param>
    /// <param name="options">Limits.</param>
    /// <param name="client">Transport, for example over <see cref="MetricsTransport.Create"/>; not disposed here.</param>
    /// <param name="clock">Tells when readings were taken: simulated time in simulation.</param>
    /// <param name="time">Measures deadlines: real time also in simulation, since the transport is real.</param>
    /// <param name="logger">Told of trouble.</param>
    public DemandSources(
        IReadOnlyList<WorkloadDeclaration> declarations,
        DemandSourcesOptions options,
        HttpMessageInvoker client,
        IClock clock,
        TimeProvider time,
        ILogger<DemandSources> logger)
    {
        ArgumentNullException.ThrowIfNull(declarations);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxParallel, 1, nameof(options));
        (_options, _clock, _time, _logger) = (options, clock, time, logger);
        _snapshots = new SnapshotDemand(declarations);
        PromQlClient? prometheus = options.Prometheus is { } address ? new(client, address, options.MaxPageBytes, options.PrometheusTimeout, time) : null;
        _targets =
        [
            .. declarations.OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => d.Demand switch
            {
                DemandDeclaration.Scrape scrape => new DemandTarget.ForScrape(d.Name, scrape, client, options.MaxPageBytes),
                DemandDeclaration.PromQl query => new DemandTarget.ForPromQl(d.Name, query, prometheus),
                _ => (DemandTarget?)null,
            }).OfType<DemandTarget>(),
        ];
    }

    /// <summary>What went wrong since the start, by source, then reason; only what happened.</summary>
    public ImmutableArray<DemandTrouble> Troubles => _ledger.Counts;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DemandSample>> ReadAsync(NodeSnapshot? snapshot, CancellationToken cancellationToken)
    {
        IntakeReading seen = snapshot is null ? NothingSeen : _snapshots.Read(snapshot);
        _ledger.Add(DemandSourceKind.Snapshot, DemandTroubleReason.SharedInstance, seen.EqualShares.Count);
        _ledger.Add(DemandSourceKind.Snapshot, DemandTroubleReason.Unreadable, seen.Unreadable.Count);
        List<DemandSample> samples = [.. seen.Samples];
        TargetOutcome?[] outcomes = await AskAllAsync(cancellationToken).ConfigureAwait(false);
        for (int index = 0; index < _targets.Length; index++)
        {
            Take(_targets[index], outcomes[index], seen, samples);
        }

        samples.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        return samples;
    }

    private Duration Longest => _targets.Where(target => target.Pending is { IsCompleted: false })
        .Select(target => target.Source == DemandSourceKind.PromQl ? _options.PrometheusTimeout : _options.Deadline).DefaultIfEmpty(_options.Deadline).Max();

    /// <summary>Asks every target that owes no answer. An entry is null when nothing came before the deadline.</summary>
    private async Task<TargetOutcome?[]> AskAllAsync(CancellationToken cancellationToken)
    {
        if (_targets.Length == 0)
        {
            return [];
        }

        // Not disposed while a request that outlives the reading still looks at them.
        CancellationTokenSource scrapes = new(_options.Deadline.ToTimeSpan(), _time);
        CancellationTokenSource queries = new(_options.PrometheusTimeout.ToTimeSpan(), _time);
        SemaphoreSlim room = new(_options.MaxParallel);
        Task<TargetOutcome>?[] asked = new Task<TargetOutcome>?[_targets.Length];
        for (int index = 0; index < asked.Length; index++)
        {
            if (_targets[index].Pending is null or { IsCompleted: true })
            {
                CancellationTokenSource deadline = _targets[index].Source == DemandSourceKind.PromQl ? queries : scrapes;
                _targets[index].Pending = asked[index] = AskAsync(_targets[index], room, deadline.Token, cancellationToken);
            }
        }

        Task all = Task.WhenAll(asked.OfType<Task>());
        if (!all.IsCompleted)
        {
            // The requests obey the same deadline; this wait is for the one that does not.
            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(all, Task.Delay((Longest + LateAnswers).ToTimeSpan(), _time, enough.Token)).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
        }

        if (all.IsCompleted)
        {
            scrapes.Dispose();
            queries.Dispose();
            room.Dispose();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return [.. asked.Select(task => task is { IsCompletedSuccessfully: true } ? task.Result : null)];
    }

    private async Task<TargetOutcome> AskAsync(DemandTarget target, SemaphoreSlim room, CancellationToken deadline, CancellationToken cancellationToken)
    {
        try
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
            await room.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(_clock.GetCurrentInstant(), null, null, DemandTroubleReason.Deadline, "its turn did not come before the deadline: others were too slow");
        }

        try
        {
            return await target.AskAsync(_clock, deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            room.Release();
        }
    }

    private void Take(DemandTarget target, TargetOutcome? outcome, IntakeReading seen, List<DemandSample> samples)
    {
        outcome ??= new(_clock.GetCurrentInstant(), null, null, DemandTroubleReason.Deadline, "an earlier request has not come back");
        if (outcome is { Trouble: null, Value: < 0 })
        {
            outcome = outcome with { Trouble = DemandTroubleReason.BadValue, Detail = $"demand is never negative, and it was {outcome.Value}" };
        }

        if (outcome.Trouble is { } trouble)
        {
            _ledger.Add(target.Source, trouble);
        }
        else if (target.Digest(outcome) is { } value)
        {
            // Served requests cannot rise above what saturated slices serve; a queue can, so a gauge says what it says.
            bool bounded = target.Key.Signal == DemandSignal.RequestRate && seen.Saturated.Contains(target.Workload, StringComparer.Ordinal);
            samples.Add(new(target.Key, outcome.At, value, bounded, null));
        }

        Say(target, outcome);
    }
}
