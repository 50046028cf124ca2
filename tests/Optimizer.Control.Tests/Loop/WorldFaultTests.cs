using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Services;

namespace Optimizer.Control.Tests.Loop;

/// <summary>What happens around a plan at each of its steps: GPUs fall off, others write, clocks jump, operators pause, drivers go away.</summary>
public sealed class WorldFaultTests
{
    public static TheoryData<int> Steps => [0, 1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task GpuLost_AtAStep_IsLeftAloneWithAReasonAndServesAgainOnceItIsBack(int step)
    {
        await using Drill drill = await AtAsync(step);
        drill.Node.Node.Driver.LoseGpu(0);
        await drill.RunAsync(40);
        drill.Node.Node.Driver.RestoreGpu(0);
        await drill.RunAsync(3);

        await drill.RecoverAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GpuLost_WhileUndoing_IsLeftAloneWithAReasonAndServesAgainOnceItIsBack(int undone)
    {
        await using Drill drill = await UndoingAsync(undone);
        drill.Node.Node.Driver.LoseGpu(0);
        await drill.RunAsync(40);
        drill.Node.Node.Driver.RestoreGpu(0);
        await drill.RunAsync(3);

        await drill.RecoverAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GpuLost_ForAMomentWhileUndoing_NeedsNoOperator(int undone)
    {
        await using Drill drill = await UndoingAsync(undone);
        FaultRule away = new() { Gpu = 0, Code = NvmlReturn.GpuIsLost };
        drill.Node.Node.Driver.InjectFault(away);
        await drill.RunAsync(2);
        drill.Node.Node.Driver.ClearFault(away);

        await drill.UntilAsync(() => drill.Last.Plan is { Life: PlanLife.RolledBack }, "the plan is undone");
        await drill.UntilAsync(drill.Served, "what is asked for is served", 400);
        drill.True((await drill.Node.Journal.LoadAsync(CancellationToken.None)).Quarantines.IsEmpty, "a GPU is quarantined for a moment's silence");
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task ForeignInstance_AtAStep_IsNotTouchedAndIsSaidUntilAnOperatorAcceptsIt(int step)
    {
        await using Drill drill = await AtAsync(step);
        drill.Eye.Foreign.Add(0);
        NvmlReturn made = drill.Node.Node.Driver.CreateInstance(0, "1g.10gb");
        if (made != NvmlReturn.Success)
        {
            return; // there is no room for anybody at this step
        }

        string theirs = drill.Eye.Layout(0);
        await drill.RunAsync(60);
        drill.True(drill.Last.Holds.Any(hold => hold.Interlock == Interlock.ExternalChange), $"nobody says that {theirs} was made by somebody else");
        drill.True(drill.Eye.Ready("chat") >= 1, "chat is down");

        await drill.Node.Loop.ResumeAsync("ada", CancellationToken.None);
        drill.Eye.Foreign.Clear();
        await drill.RunAsync(60);
        drill.True(drill.Eye.Ready("chat") >= 1, "chat is down after their layout was accepted");
        drill.True(drill.Last.Holds.All(hold => hold.Interlock != Interlock.ExternalChange), "it was accepted, and still holds");
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task ForeignDestroy_AtAStep_ServiceIsNotLost(int step)
    {
        await using Drill drill = await AtAsync(step);
        drill.Eye.Foreign.Add(0);
        foreach (uint id in drill.Node.Node.Driver.Instances(0)!.Where(one => one.Processes == 0).Select(one => one.Id).ToArray())
        {
            Assert.Equal(NvmlReturn.Success, drill.Node.Node.Driver.DestroyInstance(0, id));
        }

        await drill.RunAsync(60);
        drill.True(drill.Eye.Ready("chat") >= 1, "chat is down");
        await drill.RecoverAsync();
    }

    [Theory]
    [InlineData("1g.10gb")]
    [InlineData("1g.20gb")]
    [InlineData("3g.40gb")]
    public async Task ForeignChange_Idle_HoldsUntilAnOperatorAcceptsIt(string profile)
    {
        await using Drill drill = Drill.Of(FaultyNode.Moving);
        drill.Node.Demand("chat", 12);
        await drill.RunAsync(3);
        drill.Eye.Foreign.Add(0);
        Assert.Equal(NvmlReturn.Success, drill.Node.Node.Driver.CreateInstance(0, profile, 0));
        drill.Rise();
        await drill.RunAsync(30);
        drill.True(drill.Last.Holds.Any(hold => hold.Interlock == Interlock.ExternalChange), "nobody says it");
        drill.True(drill.Node.Ticks.All(tick => tick.Step is null), "something was touched before an operator had looked");

        await drill.RecoverAsync();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task ClockStep_AtAStep_ServiceIsNeverBelowItsFloor(int step)
    {
        foreach (Duration far in (Duration[])[Duration.FromHours(1), Duration.FromHours(-1), Duration.FromDays(1), Duration.FromDays(-1)])
        {
            await using Drill drill = await AtAsync(step);
            drill.Tell($"the clock steps by {far}");
            drill.Node.ClockStep = far;
            await drill.RunAsync(30);
            drill.True(drill.Eye.Ready("chat") >= 1, $"chat is down after a clock step of {far}");
            await drill.RunAsync(70);
            await drill.RecoverAsync();
        }
    }

    [Fact]
    public async Task ClockStep_Idle_HoldsTenMinutesThenGoesOn()
    {
        foreach (Duration far in (Duration[])[Duration.FromHours(1), Duration.FromHours(-1), Duration.FromDays(1), Duration.FromDays(-1)])
        {
            await using Drill drill = Drill.Of(FaultyNode.Moving);
            drill.Node.Demand("chat", 12);
            await drill.RunAsync(3);
            drill.Node.ClockStep = far;
            drill.Rise();
            await drill.RunAsync(50);
            drill.True(drill.Last.Holds.Any(hold => hold.Interlock == Interlock.Clock), $"a step of {far} is not said");
            drill.True(drill.Node.Ticks.All(tick => tick.Step is null), "something was changed while the clock was not believed");
            await drill.RunAsync(20);
            await drill.RecoverAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Pause_AnHourAtAStep_RestsWithEverythingServedAndGoesOnAfterResume(int step)
    {
        await using Drill drill = await AtAsync(step);
        await drill.Node.Loop.PauseAsync("ada", "lunch", CancellationToken.None);
        await drill.RunAsync(12);
        int ticks = drill.Node.Ticks.Count;
        drill.True(drill.Eye.Ready("chat") >= 1, "chat is down while paused");
        await drill.RunAsync(360);
        drill.True(drill.Node.Ticks.Skip(ticks).All(tick => tick.Step is null), "something was done while paused and at rest");
        drill.True(drill.Eye.Ready("chat") >= 1, "chat is down after an hour's pause");

        await drill.RecoverAsync();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Driver_AwayAtAStep_NothingIsTouchedAndItGoesOnAfterwards(int step)
    {
        foreach (int ticks in (int[])[1, 3, 30, 120])
        {
            await using Drill drill = await AtAsync(step);
            FaultRule away = new() { Code = NvmlReturn.Uninitialized };
            drill.Node.Node.Driver.InjectFault(away);
            await drill.RunAsync(ticks);
            drill.Node.Node.Driver.ClearFault(away);
            await drill.RunAsync(12);

            drill.True((await drill.Node.Journal.LoadAsync(CancellationToken.None)).Quarantines.IsEmpty, "a GPU is quarantined because the driver was away");
            await drill.RecoverAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Runtime_UnreadableAtAStep_NothingIsStoppedOrDestroyedUnseen(int step)
    {
        foreach (int ticks in (int[])[1, 6, 120])
        {
            await using Drill drill = await AtAsync(step);
            ServiceFault blind = new(ServiceFaultKind.Unreadable);
            drill.Node.Node.InjectFault(blind);
            await drill.RunAsync(ticks);
            drill.Node.Node.ClearFault(blind);
            drill.True(drill.Eye.Ready("chat") >= 1, "chat is down");
            await drill.RecoverAsync();
        }
    }

    [Theory]
    [InlineData(ServiceFaultKind.WontStart)]
    [InlineData(ServiceFaultKind.Dies)]
    [InlineData(ServiceFaultKind.SlowStart)]
    public async Task Unit_GoesWrongInAPlan_ServiceIsThereOnceItIsRight(ServiceFaultKind kind)
    {
        foreach (int times in (int[])[1, 2, 5, 100])
        {
            await using Drill drill = await Drill.BegunAsync();
            ServiceFault fault = new(kind) { Times = times };
            drill.Node.Node.InjectFault(fault);
            await drill.RunAsync(60);
            drill.Node.Node.ClearFault(fault);
            await drill.RunAsync(30);
            await drill.RecoverAsync();
        }
    }

    [Fact]
    public async Task Unit_NeverStops_ThePlanEndsAndTheServiceRunsElsewhere()
    {
        await using Drill drill = await Drill.BegunAsync();
        drill.Node.Node.InjectFault(new ServiceFault(ServiceFaultKind.WontStop) { Service = "chat", Times = 1 });

        await drill.RunAsync(120);

        drill.True((await drill.NewestAsync()).EndedAt is not null, "the plan's life does not end");
        drill.True(drill.Eye.Ready("chat") >= 1, "chat is down");
    }

    /// <summary>A plan in the tick in which one of its steps was begun.</summary>
    private static async Task<Drill> AtAsync(int step)
    {
        Drill drill = await Drill.BegunAsync();
        await drill.UntilStepAsync(step);
        return drill;
    }

    /// <summary>A plan whose last creation is refused for good, in the tick in which so many steps are undone.</summary>
    private static async Task<Drill> UndoingAsync(int undone)
    {
        Drill drill = await Drill.BegunAsync();
        drill.Node.Node.Driver.InjectFault(new FaultRule { Function = NvmlFunction.DeviceCreateGpuInstanceWithPlacement, Code = NvmlReturn.NotSupported, SkipCalls = 1, MaxCalls = 1 });
        await drill.UntilAsync(
            () => drill.Last.Plan is { Life: PlanLife.Unwinding } plan && plan.Steps.Count(one => one.Compensation && one.State == StepState.Applied) >= undone, "undoing");
        return drill;
    }
}
