using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Faults;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A plan that turns MIG on in place, with the change and what follows it going wrong.</summary>
public sealed class ModeFaultTests
{
    private static readonly NvmlReturn[] Codes =
    [
        NvmlReturn.Uninitialized, NvmlReturn.InvalidArgument, NvmlReturn.NotSupported, NvmlReturn.NoPermission, NvmlReturn.GpuIsLost, NvmlReturn.ResetRequired,
        NvmlReturn.InUse, NvmlReturn.Memory, NvmlReturn.NotReady, NvmlReturn.Unknown, NvmlReturn.Success,
    ];

    [Theory]
    [InlineData(NvmlFunction.DeviceSetMigMode)]
    [InlineData(NvmlFunction.DeviceCreateGpuInstanceWithPlacement)]
    [InlineData(NvmlFunction.DeviceGetMigMode)]
    public async Task ModeChange_FailsWithAnyCode_NothingIsLostAndItGoesOnAfterwards(NvmlFunction function)
    {
        foreach (NvmlReturn code in Codes.Where(code => function == NvmlFunction.DeviceSetMigMode || code != NvmlReturn.Success))
        {
            foreach (long most in (long[])[1, 3, long.MaxValue])
            {
                await using Drill drill = await BegunAsync();
                drill.Tell($"{function} answers {code}, {most} times");
                FaultRule fault = new() { Function = function, Gpu = 1, Code = code, MaxCalls = most };
                drill.Node.Node.Driver.InjectFault(fault);
                await drill.RunAsync(45);
                drill.Node.Node.Driver.ClearFault(fault);
                await drill.RunAsync(3);
                drill.True(drill.Eye.Ready("chat") >= 1, "chat is down");

                await drill.UntilAsync(() => drill.Eye.Capacity("chat") >= 36, "demand is served", 400, drill.OperatorAsync);
                await drill.RunAsync(8);
                await drill.AssertQuietAsync();
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_AnywhereInAModeChange_TheNextProcessCommitsIt(bool effectHappens)
    {
        for (long call = 1; call < 40; call++)
        {
            await using Drill drill = await BegunAsync();
            drill.Life.DieAt(call, effectHappens);
            await drill.UntilAsync(() => drill.Eye.Capacity("chat") >= 36, "demand is served");
            await drill.RunAsync(8);
            await drill.AssertQuietAsync();
            Assert.Equal(PlanLife.Committed, (await drill.NewestAsync()).Life);
            if (drill.Deaths == 0)
            {
                return; // the plan makes no more calls than these
            }
        }
    }

    private static async Task<Drill> BegunAsync()
    {
        Drill drill = Drill.Of(FaultyNode.Whole);
        drill.Node.Demand("chat", 12);
        await drill.RunAsync(2, 60);
        drill.Node.Demand("chat", 36);
        await drill.UntilAsync(() => drill.Last.Plan is { Life: PlanLife.Acting }, "the plan begins");
        drill.True(drill.Last.Plan!.Plan.Steps.Any(step => step is PlanStep.SetMigMode { Enabled: true }), $"the plan changes no mode: {drill.Last.Plan.Plan.Summary}");
        return drill;
    }
}
