using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Policies;

public sealed class GatesTests
{
    private static readonly GpuState Busy = Some.Gpu(1).WithSlices(
        Some.Slice("1g.10gb", 0, "chat"), Some.Slice("1g.10gb", 1, "chat"), Some.Slice("1g.10gb", 2, "chat"), Some.Slice("1g.10gb", 3));

    [Fact]
    public void Of_NoPastAndShippedTerms_LeavesTheWholeBudget()
    {
        GateState state = Gates.Of(Some.Problem([Busy]));

        Assert.Null(state.MovesHeld);
        Assert.Equal(50, state.MovesNow);
        Assert.Equal(DisruptionRung.Move, state.Deepest);
        Assert.Equal(["0 of 50 moves used in the last 24 h", "at most 1 of 3 replicas on 1g.10gb may move in one plan"], state.Sentences);
    }

    [Fact]
    public void Of_MovesOfADay_CountsThoseOfTheLast24HoursOnly()
    {
        GateState state = Gates.Of(WithPast(Moved(25), Moved(24), Moved(23), Moved(3, "search"), Moved(1, "search"), Idle(2)));

        Assert.Equal(3, state.MovesUsed);
        Assert.Equal(47, state.MovesLeft);
        Assert.Equal([new TenantBudget("search", 2, 18)], state.Tenants);
        Assert.Contains("3 of 50 moves used in the last 24 h", state.Sentences);
        Assert.Contains("tenant search: 2 of 20 moves used in the last 24 h", state.Sentences);
    }

    [Fact]
    public void Of_BudgetSpent_SaysWhenTheNextMoveIsFree()
    {
        PlanningProblem problem = WithPast(Moved(20), Moved(3));

        GateState state = Gates.Of(problem with { Terms = Terms(new GateTerms { MovesPerDay = 2, Dwell = Duration.Zero }) });

        Assert.Equal(HoldReason.BudgetSpent, state.MovesHeld);
        Assert.Equal(0, state.MovesNow);
        Assert.Contains("2 of 2 moves used in the last 24 h, the next is free Mon 16:00 UTC", state.Sentences);
    }

    [Fact]
    public void Of_AMoveDatedLaterThanNow_StillCounts() =>
        Assert.Equal(1, Gates.Of(WithPast(Moved(-1))).MovesUsed);

    [Fact]
    public void Of_AGpuMovedFiveMinutesAgo_Rests()
    {
        PlanningProblem problem = WithPast(Moved(5 / 60.0)) with { Gpus = [Busy, Some.Gpu(2)] };

        GateState state = Gates.Of(problem);

        Assert.True(state.Rests(Busy.Uuid));
        Assert.False(state.Rests(Some.Gpu(2).Uuid));
        Assert.Null(state.MovesHeld);
        Assert.Contains($"{Busy.Uuid} had a move 5 min ago and rests until Mon 12:10 UTC (dwell 15 min)", state.Sentences);
    }

    [Fact]
    public void Of_AMoveExactlyADwellAgo_RestsNoLonger() => Assert.Empty(Gates.Of(WithPast(Moved(0.25))).Dwelling);

    [Fact]
    public void Of_EveryGpuResting_HoldsMovesButNotIdleInstances()
    {
        GateState state = Gates.Of(WithPast(Moved(0.1)));

        Assert.Equal(HoldReason.Dwell, state.MovesHeld);
        Assert.True(state.Freedom().MayDestroyIdle);
        Assert.Equal(0, state.Freedom().MaxMoves);
    }

    [Fact]
    public void Of_OutsideTheWindow_LeavesFreeSpaceAndSaysWhenItOpens()
    {
        WeeklyWindow nights = new([], new LocalTime(2, 0), new LocalTime(5, 0));
        GateTerms gates = new() { Windows = [nights], TimeZone = "Europe/Berlin" };

        GateState state = Gates.Of(Some.Problem([Busy]) with { Terms = Terms(gates) });

        Assert.Equal(HoldReason.OutsideWindow, state.MovesHeld);
        Assert.Equal(DisruptionRung.FreeSpace, state.Deepest);
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 1, 0), state.OpensAt);
        Assert.Contains("no window is open, the next opens Tue 02:00 Europe/Berlin", state.Sentences);
        Assert.False(state.Freedom().MayDestroyIdle);
    }

    [Fact]
    public void Of_InsideAWindowThatBeganYesterday_IsOpenUntilItsEnd()
    {
        // Sundays 20:00 to Mondays 14:00; now it is Monday 13:00 in Berlin.
        WeeklyWindow weekend = new([IsoDayOfWeek.Sunday], new LocalTime(20, 0), new LocalTime(14, 0));
        GateTerms gates = new() { Windows = [weekend], TimeZone = "Europe/Berlin" };

        GateState state = Gates.Of(Some.Problem([Busy]) with { Terms = Terms(gates) });

        Assert.True(state.WindowOpen);
        Assert.Contains("a window is open until Mon 14:00 Europe/Berlin", state.Sentences);
    }

    [Fact]
    public void Of_AWindowInTheHourTheClockSkips_OpensADayLater()
    {
        GateTerms gates = new() { Windows = [new WeeklyWindow([], new LocalTime(2, 0), new LocalTime(3, 0))], TimeZone = "Europe/Berlin" };
        PlanningProblem problem = Some.Problem([Busy]) with { At = Instant.FromUtc(2027, 3, 27, 12, 0), Terms = Terms(gates) };

        // Sunday 28 March has no hour from 02:00.
        Assert.Equal(Instant.FromUtc(2027, 3, 29, 0, 0), Gates.Of(problem).OpensAt);
    }

    [Fact]
    public void Of_Frozen_LeavesNothingAndCountsFreezesThatFollowEachOtherAsOne()
    {
        GateTerms gates = new() { Freezes = [Hours(-1, 2), Hours(2, 5), Hours(9, 10)] };

        GateState state = Gates.Of(Some.Problem([Busy]) with { Terms = Terms(gates) });

        Assert.Null(state.Deepest);
        Assert.Equal(HoldReason.Frozen, state.MovesHeld);
        Assert.Equal(Some.Noon + Duration.FromHours(5), state.FrozenUntil);
        Assert.Equal("frozen until Mon 17:00 UTC", state.Sentences[0]);
    }

    [Fact]
    public void Of_AFreezeOverTheNextWindow_OpensWithTheOneAfter()
    {
        GateTerms gates = new() { Windows = [new WeeklyWindow([], new LocalTime(13, 0), new LocalTime(14, 0))], Freezes = [Hours(0.5, 20)] };

        Assert.Equal(Some.Noon + Duration.FromHours(25), Gates.Of(Some.Problem([Busy]) with { Terms = Terms(gates) }).OpensAt);
    }

    [Fact]
    public void Of_AFreezeWithoutAnEnd_NeverOpens()
    {
        GateState state = Gates.Of(Some.Problem([Busy]) with { Terms = Terms(new GateTerms { Freezes = [new Interval(Some.Noon, null)] }) });

        Assert.True(state.Frozen);
        Assert.Null(state.FrozenUntil);
        Assert.Null(state.OpensAt);
        Assert.Equal("frozen without an end", state.Sentences[0]);
    }

    [Fact]
    public void Of_TheStaticPolicy_HoldsEverything()
    {
        GateState state = Gates.Of(Some.Problem([Busy]) with { Terms = new PolicyTerms { Policy = "static" } });

        Assert.Equal(HoldReason.PolicyStatic, state.MovesHeld);
        Assert.Null(state.Deepest);
    }

    [Theory]
    [InlineData(0.34, 1, 1)]
    [InlineData(0.34, 3, 1)]
    [InlineData(0.34, 6, 2)]
    [InlineData(0.1, 30, 3)]
    [InlineData(1.0, 7, 7)]
    public void Of_AShareOfReplicas_IsRoundedDownButLetsOneMove(double share, int busy, int most)
    {
        GpuState[] gpus = [.. Enumerable.Range(0, busy).Select(number => Some.Gpu(number).WithSlices(Some.Slice("7g.80gb", 0, "chat")))];

        GateState state = Gates.Of(Some.Problem(gpus) with { Terms = Terms(new GateTerms { MaxShareMoving = share }) });

        Assert.Equal([new ProfileShare("7g.80gb", busy, most)], state.Shares);
    }

    [Fact]
    public void Freedom_OfATenantNearItsLimit_GivesItTheSmallerOfBothBudgets()
    {
        GateTerms gates = new() { MovesPerDay = 5, MovesPerTenantPerDay = 4, Dwell = Duration.Zero };

        SearchFreedom freedom = Gates.Of(WithPast(Moved(3, "search"), Moved(2, "ads"), Moved(1, "ads")) with { Terms = Terms(gates) }).Freedom();

        Assert.Equal(2, freedom.MaxMoves);
        Assert.Equal(2, freedom.MaxMovesByTenant["search"]);
        Assert.Equal(2, freedom.MaxMovesByTenant["ads"]);
    }

    private static PlanningProblem WithPast(params PastChange[] past) => Some.Problem([Busy]) with { Past = [.. past.OrderBy(change => change.At)] };

    private static PastChange Moved(double hoursAgo, string? tenant = null) =>
        new(Some.Noon - Duration.FromHours(hoursAgo), Busy.Uuid, DisruptionRung.Move, "chat", tenant);

    private static PastChange Idle(double hoursAgo) => Moved(hoursAgo) with { Rung = DisruptionRung.IdleInstance };

    private static PolicyTerms Terms(GateTerms gates) => new() { Gates = gates };

    private static Interval Hours(double from, double to) => new(Some.Noon + Duration.FromHours(from), Some.Noon + Duration.FromHours(to));
}
