using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Loop;

/// <content>What operators may ask for. Each wish waits for the tick at work and is on disk when it is answered.</content>
public sealed partial class ControlLoop
{
    /// <summary>Nothing new is begun from now on; a plan in flight goes on only until every workload has what it had.</summary>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why, for whoever reads the status.</param>
    /// <param name="cancellationToken">Gives up waiting for the tick at work.</param>
    public Task<OperatorAnswer> PauseAsync(string by, string reason, CancellationToken cancellationToken) => AskAsync(
        async tick =>
        {
            string why = reason.Length == 0 ? "no reason given" : reason;
            await AppendAsync(new JournalEntry.ControlChanged(true, _memory.Ceiling, by, why) { At = tick.At }, cancellationToken);
            return new OperatorAnswer(true, _memory.InFlight is { } flight
                ? $"Paused. Plan {flight.Plan.Generation} is in flight and goes on only until every workload has what it had."
                : "Paused: nothing is changed until it is resumed.");
        },
        cancellationToken);

    /// <summary>Ends a pause and a demotion, and accepts a layout somebody else made.</summary>
    public Task<OperatorAnswer> ResumeAsync(string by, CancellationToken cancellationToken) => AskAsync(
        async tick =>
        {
            await AppendAsync(new JournalEntry.ControlChanged(false, null, by, "") { At = tick.At }, cancellationToken);
            tick.Seen = await _parts.Observer.ObserveAsync(fresh: true, cancellationToken);
            bool foreign = _foreign.Count > 0 && _memory.InFlight is null && tick.Seen is not null;
            if (foreign)
            {
                await AdoptAsync(tick, by, cancellationToken);
                _foreign.Clear();
            }

            (_plannedAt, _lowConfidenceSince) = (null, null);
            string mode = tick.Options.Mode.ToString().ToLowerInvariant();
            return new OperatorAnswer(true, foreign ? $"Resumed in mode {mode}; the layout found is accepted." : $"Resumed in mode {mode}.");
        },
        cancellationToken);

    /// <summary>Lets a proposed plan begin, if every rule still holds.</summary>
    /// <param name="generation">Number of the plan, as the proposal said.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Gives up waiting for the tick at work.</param>
    public Task<OperatorAnswer> ApproveAsync(long generation, string by, CancellationToken cancellationToken) => AskAsync(
        async tick =>
        {
            if (_proposal is not { Record: { Life: PlanLife.Proposed } record } || record.Plan.Generation != generation)
            {
                return new OperatorAnswer(false, _proposal is { Record.Life: PlanLife.Proposed } other
                    ? $"Plan {generation} does not wait for approval; plan {other.Record.Plan.Generation} does: {other.Record.Plan.Summary}"
                    : $"Plan {generation} does not wait for approval, and no other does (mode {ModeOf(tick).ToString().ToLowerInvariant()}{(_memory.Paused ? ", paused" : "")}).");
            }

            if (_memory.Paused)
            {
                return new OperatorAnswer(false, $"Plan {generation} is not begun while paused; resume first.");
            }

            if (_clock.Doubt is { } doubt)
            {
                return new OperatorAnswer(false, $"Plan {generation} is not begun: {doubt}");
            }

            if (ModeOf(tick) < OperatingMode.Approve)
            {
                return new OperatorAnswer(false, $"Plan {generation} is not begun: the mode is {ModeOf(tick).ToString().ToLowerInvariant()} now, and nothing is changed in it.");
            }

            if (_foreign.Count > 0)
            {
                return new OperatorAnswer(false, $"Plan {generation} is not begun: somebody else changed the layout of {string.Join(", ", _foreign.Keys.Order())}. Accept what is there with \"gpu-optimizer resume\" first.");
            }

            await BeginCheckedAsync(tick, record, by, cancellationToken);
            return _memory.InFlight is not null
                ? new OperatorAnswer(true, $"Plan {generation} begins: {record.Plan.Steps.Count} steps.")
                : new OperatorAnswer(false, $"Plan {generation} was not begun. {_newest?.Outcome}");
        },
        cancellationToken);

    /// <summary>Takes a GPU out of quarantine; the layout found on it is accepted.</summary>
    public Task<OperatorAnswer> ReleaseAsync(GpuUuid gpu, string by, CancellationToken cancellationToken) => AskAsync(
        async tick =>
        {
            if (!IsQuarantined(gpu))
            {
                string which = _memory.Quarantines.IsEmpty ? "none is" : $"these are: {string.Join(", ", _memory.Quarantines.Select(one => one.Gpu.Value))}";
                return new OperatorAnswer(false, $"{gpu} is not quarantined; {which}.");
            }

            tick.Seen = await _parts.Observer.ObserveAsync(fresh: true, cancellationToken);
            if (_restored && (tick.Seen is null || (tick.Seen.Gpus.FirstOrDefault(one => one.Uuid == gpu) is { } silent && ExpectedLayouts.Seen(silent) is null)))
            {
                // Accepted unseen, what is found on it later would pass for somebody else's change.
                return new OperatorAnswer(false, $"{gpu} is not released, because it does not tell what is on it now. Release it when it answers again; while it does not, nothing is planned on it anyhow.");
            }

            if (_memory.InFlight is { } flight && flight.Before.Any(touched => touched.Gpu == gpu))
            {
                return new OperatorAnswer(false, $"{gpu} is not released while plan {flight.Plan.Generation}, which changes it, is in flight. Release it when that has ended.");
            }

            await AppendAsync(new JournalEntry.GpuReleased(gpu, by) { At = tick.At }, cancellationToken);
            if (_restored)
            {
                // Of this GPU alone: a change somebody made on another one still waits to be looked at, and a layout that a reboot took to be made again.
                await AdoptAsync(tick, by, cancellationToken, gpu);
            }

            _plannedAt = null;
            return new OperatorAnswer(true, $"{gpu} is planned for again.");
        },
        cancellationToken);

    private async Task<OperatorAnswer> AskAsync(Func<Tick, Task<OperatorAnswer>> wish, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        Tick tick = new(_ticks, _parts.Clock.GetCurrentInstant(), _parts.Options());
        try
        {
            await LoadAsync(tick, cancellationToken);
            OperatorAnswer answer = await wish(tick);
            Publish(tick, Duration.Zero);
            return answer;
        }
        catch (JournalException trouble)
        {
            return new OperatorAnswer(false, $"Nothing was changed: {trouble.Message}");
        }
#pragma warning disable CA1031 // an operator gets a sentence, whatever went wrong; the loop goes on and says what it makes of it
        catch (Exception surprise) when (surprise is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new OperatorAnswer(false, $"This went wrong in a way nobody foresaw ({surprise.GetType().Name}: {surprise.Message}); see \"gpu-optimizer status\" for what is in force.");
        }
        finally
        {
            _gate.Release();
        }
    }
}
