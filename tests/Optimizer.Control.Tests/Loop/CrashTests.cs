using Optimizer.Model.Acting;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Services;

namespace Optimizer.Control.Tests.Loop;

/// <summary>The process is killed at every one of its calls, before and after what the call does: the next one finishes or undoes the plan.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_AnywhereInAPlan_TheNextProcessCommitsIt(bool effectHappens)
    {
        long calls = await CallsAsync(static _ => { });
        for (long call = 1; call <= calls; call++)
        {
            await using Drill drill = await DiesAsync(call, effectHappens, static _ => { });
            PlanRecord ended = await drill.NewestAsync();
            drill.True(ended.Life == PlanLife.Committed, $"killed at call {call}: the plan is {ended.Life}, {ended.Outcome}");
            await drill.RecoverAsync();
        }
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public async Task Crash_AnywhereWhileUndoing_TheNextProcessUndoesItAndPlansAgain(bool effectHappens, int skip)
    {
        // The n-th creation is refused for good, once: the way back needs creations too.
        void Refuse(Drill drill) => drill.Node.Node.Driver.InjectFault(new FaultRule
        {
            Function = NvmlFunction.DeviceCreateGpuInstanceWithPlacement, Code = NvmlReturn.NotSupported, SkipCalls = skip - 1, MaxCalls = 1,
        });
        long calls = await CallsAsync(Refuse);
        for (long call = 1; call <= calls; call++)
        {
            await using Drill drill = await DiesAsync(call, effectHappens, Refuse);
            // Killed before the refusal was written down, the next process asks again, and is not refused.
            PlanRecord ended = await drill.NewestAsync();
            drill.True(ended.Life is PlanLife.RolledBack or PlanLife.Committed, $"killed at call {call}: the plan is {ended.Life}, {ended.Outcome}");
            drill.True(drill.Eye.Ready("chat") >= 1, $"killed at call {call}: chat is down");
            await drill.RecoverAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_WhileAReplicaWontStart_ServiceIsNeverBelowItsFloor(bool effectHappens)
    {
        static void Break(Drill drill) => drill.Node.Node.InjectFault(new ServiceFault(ServiceFaultKind.WontStart) { Service = "chat", Times = 4 });
        long calls = await CallsAsync(Break);
        for (long call = 1; call <= calls; call++)
        {
            await using Drill drill = await DiesAsync(call, effectHappens, Break);
            drill.True(drill.Eye.Ready("chat") >= 1, $"killed at call {call}: chat is down");
            await drill.RecoverAsync();
        }
    }

    [Fact]
    public async Task Crash_BetweenMakingAndBeginning_ThePlanDoesNotWaitForApprovalForEver()
    {
        await using Drill drill = Drill.Of(FaultyNode.Moving);
        drill.Node.Demand("chat", 12);
        await drill.TickAsync();
        await drill.TickAsync(60);
        drill.Rise();
        drill.Life.DieAt(1, effectHappens: true);

        await drill.UntilAsync(() => drill.Deaths == 1, "the process dies");
        drill.True(drill.Eye.Ready("chat") >= 1, "chat is down");
        await drill.RecoverAsync();
    }

    private static async Task<long> CallsAsync(Action<Drill> disturb)
    {
        await using Drill drill = await Drill.BegunAsync();
        disturb(drill);
        long before = drill.Life.Calls;
        await EndAsync(drill);
        return drill.Life.Calls - before;
    }

    private static async Task<Drill> DiesAsync(long call, bool effectHappens, Action<Drill> disturb)
    {
        Drill drill = await Drill.BegunAsync();
        disturb(drill);
        drill.Life.DieAt(call, effectHappens);
        await EndAsync(drill);
        drill.True(drill.Deaths == 1, $"the process was to die at call {call}");
        return drill;
    }

    private static async Task EndAsync(Drill drill)
    {
        for (int count = 0; (await drill.NewestAsync()).EndedAt is null; count++)
        {
            drill.True(count < 200, "the plan's life does not end");
            await drill.TickAsync();
        }
    }
}
