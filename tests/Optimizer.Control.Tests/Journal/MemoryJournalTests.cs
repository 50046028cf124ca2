using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests;

namespace Optimizer.Control.Tests.Journal;

/// <summary>What entries add up to, told by the journal that does nothing but add them up.</summary>
public sealed class MemoryJournalTests
{
    private static readonly Instant Noon = Some.Noon;

    private readonly MemoryJournal _journal = new(() => "boot-1");

    [Fact]
    public async Task Load_PlanActing_IsInFlightWithItsStepsAndWhatWasBefore()
    {
        JournalState state = await After(
            Made(1),
            new JournalEntry.PlanBegan(1, [SomePlan.Target(1, null)], "alice") { At = Noon },
            new JournalEntry.StepIntended(1, 0, false) { At = Noon },
            new JournalEntry.StepEnded(1, Step(0, StepState.Applied), null) { At = Noon },
            new JournalEntry.StepIntended(1, 1, false) { At = Noon },
            new JournalEntry.StepEnded(1, Step(1, StepState.Failed), null) { At = Noon },
            new JournalEntry.StepIntended(1, 1, false) { At = Noon + Duration.FromSeconds(9) });

        PlanRecord flying = state.InFlight!;
        Assert.Equal((PlanLife.Acting, "alice", Noon), (flying.Life, flying.ApprovedBy, flying.BeganAt!.Value));
        Assert.Equal([SomePlan.Target(1, null)], flying.Before);
        Assert.Equal([(0, StepState.Applied, 1), (1, StepState.Intended, 2)], flying.Steps.Select(step => (step.Index, step.State, step.Attempts)));
        Assert.Equal((Noon, Noon + Duration.FromSeconds(9)), (flying.Steps[1].BeganAt, flying.Steps[1].At));
    }

    [Fact]
    public async Task Load_PlanUndone_KeepsForwardStepsAndCompensationsApart()
    {
        JournalState state = await After(
            Made(1),
            new JournalEntry.PlanBegan(1, [], null) { At = Noon },
            new JournalEntry.StepEnded(1, Step(0, StepState.Applied), null) { At = Noon },
            new JournalEntry.PlanUnwinds(1, "Step 1 failed.") { At = Noon },
            new JournalEntry.StepIntended(1, 0, true) { At = Noon });

        Assert.Equal((PlanLife.Unwinding, "Step 1 failed."), (state.InFlight!.Life, state.InFlight.Outcome));
        Assert.Equal([(0, false, StepState.Applied), (0, true, StepState.Intended)], state.InFlight.Steps.Select(step => (step.Index, step.Compensation, step.State)));
    }

    [Fact]
    public async Task Load_PlanBeganTwice_KeepsWhatWasBeforeTheFirstTime()
    {
        JournalState state = await After(
            Made(1),
            new JournalEntry.PlanBegan(1, [SomePlan.Target(1, null)], "alice") { At = Noon },
            new JournalEntry.PlanBegan(1, [SomePlan.Target(1, "chat")], null) { At = Noon + Duration.FromHours(1) });

        Assert.Equal([SomePlan.Target(1, null)], state.InFlight!.Before);
        Assert.Equal((Noon, "alice"), (state.InFlight.BeganAt!.Value, state.InFlight.ApprovedBy));
    }

    [Fact]
    public async Task Load_PlanCommitted_PutsItsLayoutInForceAndLeavesGpusItDoesNotName()
    {
        JournalState state = await After(
            new JournalEntry.LayoutAdopted([SomePlan.Target(1, null), SomePlan.Target(2, null)], "gpu-optimizer") { At = Noon },
            Made(1),
            new JournalEntry.PlanBegan(1, [], null) { At = Noon },
            new JournalEntry.PlanEnded(1, PlanLife.Committed, "Done.", [SomePlan.Target(2, "chat")]) { At = Noon });

        Assert.Null(state.InFlight);
        Assert.Equal([SomePlan.Target(1, null), SomePlan.Target(2, "chat")], state.Committed);
        Assert.Equal("boot-1", state.CommittedBoot);
    }

    [Fact]
    public async Task Load_PlanRolledBack_LeavesTheLayoutInForce()
    {
        JournalState state = await After(
            new JournalEntry.LayoutAdopted([SomePlan.Target(1, null)], "alice") { At = Noon },
            Made(1),
            Ended(1, PlanLife.RolledBack));

        Assert.Equal([SomePlan.Target(1, null)], state.Committed);
    }

    [Fact]
    public async Task FailuresInARow_CountsUntilAPlanIsCommittedOrAnOperatorResumes()
    {
        Assert.Equal(2, (await After(Made(1), Ended(1, PlanLife.Failed), Made(2), Ended(2, PlanLife.RolledBack), Made(3), Ended(3, PlanLife.Abandoned))).FailuresInARow);
        Assert.Equal(2, (await After(Control(paused: false, OperatingMode.Recommend, JournalFold.Daemon), Control(paused: true, null, "alice"))).FailuresInARow);
        Assert.Equal(0, (await After(Control(paused: false, null, "alice"))).FailuresInARow);
        Assert.Equal(1, (await After(Made(4), Ended(4, PlanLife.Failed))).FailuresInARow);
        Assert.Equal(0, (await After(Made(5), Ended(5, PlanLife.Committed))).FailuresInARow);
    }

    [Fact]
    public async Task FailuresInARow_AnEndWrittenTwice_IsOneFailure() =>
        Assert.Equal(1, (await After(Made(1), Ended(1, PlanLife.Failed), Ended(1, PlanLife.Failed))).FailuresInARow);

    [Fact]
    public async Task Control_PausedThenResumed_SaysWhyAndThenNothing()
    {
        JournalState paused = await After(Control(paused: true, null, "alice"));
        JournalState resumed = await After(Control(paused: false, null, "bob"));

        Assert.Equal((true, "Maintenance. (by alice)"), (paused.Paused, paused.ControlReason));
        Assert.Equal((false, null), (resumed.Paused, resumed.ControlReason));
    }

    [Fact]
    public async Task Quarantines_AddedAndReleased_AreThoseLeftInOrder()
    {
        JournalState state = await After(
            Quarantined(3),
            Quarantined(1),
            Quarantined(2),
            new JournalEntry.GpuReleased(SomePlan.Target(3).Gpu, "alice") { At = Noon });

        Assert.Equal([SomePlan.Target(1).Gpu, SomePlan.Target(2).Gpu], state.Quarantines.Select(one => one.Gpu));
    }

    [Fact]
    public async Task Past_HoldsTheDayBeforeTheLastEntry_AlsoAfterAClockThatRanAhead()
    {
        PastChange old = Past(-25), recent = Past(-24), now = Past(0);

        Assert.Equal([recent, now], (await After(Made(1), Disruption(1, now), Disruption(1, old), Disruption(1, recent))).Past);
        Assert.Empty((await After(Control(paused: false, null, "a", Noon + Duration.FromHours(48)))).Past);
        Assert.Equal([recent, now], (await After(Control(paused: false, null, "a", Noon))).Past);
    }

    [Fact]
    public async Task History_ActedOnly_LeavesOutWhatNeverBegan()
    {
        await After(
            Made(1, PlanLife.Held), Made(2, PlanLife.Recommended), Made(3), Made(4), Ended(4, PlanLife.Abandoned), Made(5), Ended(5, PlanLife.Committed), Made(6),
            new JournalEntry.PlanBegan(6, [], null) { At = Noon });

        Assert.Equal([6, 5], (await _journal.HistoryAsync(10, true, CancellationToken.None)).Select(plan => plan.Plan.Generation));
        Assert.Equal([6, 5, 4], (await _journal.HistoryAsync(3, false, CancellationToken.None)).Select(plan => plan.Plan.Generation));
    }

    [Fact]
    public async Task PlanMade_MoreThanTheLimit_ForgetsTheOldestThatDoesNotAct()
    {
        MemoryJournal journal = new(mostPlans: 2);
        await journal.AppendAsync(Made(1), CancellationToken.None);
        await journal.AppendAsync(new JournalEntry.PlanBegan(1, [], null) { At = Noon }, CancellationToken.None);
        for (long generation = 2; generation < 6; generation++)
        {
            await journal.AppendAsync(Made(generation), CancellationToken.None);
        }

        Assert.Equal([5, 1], (await journal.HistoryAsync(10, false, CancellationToken.None)).Select(plan => plan.Plan.Generation));
        Assert.Null(await journal.FindAsync(4, CancellationToken.None));
    }

    [Fact]
    public async Task Append_PlanThatIsNotThere_IsRefused() =>
        await Assert.ThrowsAsync<JournalException>(() => _journal.AppendAsync(Ended(7, PlanLife.Failed), CancellationToken.None));

    private static JournalEntry.PlanMade Made(long generation, PlanLife life = PlanLife.Proposed) => new(SomePlan.Record(generation, life), SomePlan.Problem()) { At = Noon };

    private static JournalEntry.PlanEnded Ended(long generation, PlanLife life) => new(generation, life, "It ended.", []) { At = Noon };

    private static JournalEntry.ControlChanged Control(bool paused, OperatingMode? ceiling, string by, Instant? at = null) => new(paused, ceiling, by, "Maintenance.") { At = at ?? Noon };

    private static JournalEntry.GpuQuarantined Quarantined(int gpu) => new(new Quarantine(SomePlan.Target(gpu).Gpu, Noon, "It is lost.")) { At = Noon };

    private static JournalEntry.StepEnded Disruption(long generation, PastChange past) => new(generation, Step(0, StepState.Applied), past) { At = Noon };

    private static PastChange Past(int hours) => new(Noon + Duration.FromHours(hours), SomePlan.Gpu, DisruptionRung.Move, "chat", null);

    private static StepRecord Step(int index, StepState state) => new() { Index = index, State = state, BeganAt = Noon, At = Noon };

    private async Task<JournalState> After(params JournalEntry[] entries)
    {
        foreach (JournalEntry entry in entries)
        {
            await _journal.AppendAsync(entry, CancellationToken.None);
        }

        return await _journal.LoadAsync(CancellationToken.None);
    }
}
