using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Act;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Faults;
using static Optimizer.Node.Tests.Act.ActingNode;

namespace Optimizer.Node.Tests.Act;

public sealed class ModeTests
{
    [Theory]
    [InlineData(H100)]
    [InlineData(Rtx)]
    [InlineData(A100)]
    [InlineData(A30)]
    public async Task SetMode_IdleBoard_ChangesInPlaceAndBack(string board)
    {
        await using ActingNode node = new(Whole(board));

        Assert.IsType<StepOutcome.Applied>(node.SetMode(true));
        Assert.Equal(string.Empty, node.Layout());
        Assert.Equal(new StepOutcome.Applied(Duration.Zero), node.SetMode(true));
        Assert.IsType<StepOutcome.Applied>(node.SetMode(false));
        Assert.Equal("off", node.Layout());

        MigReading seen = node.Sampled.Cycles(1).Gpus[0].Mig!;
        Assert.Equal(0, seen.ChangesByOthers);
    }

    [Fact]
    public async Task SetMode_EventsWereFreedForIt_AreHeardAgainInTheNextCycle()
    {
        await using ActingNode node = new(Whole(A100));
        node.SetMode(true);

        node.Sampled.Cycles(1);
        node.Sampled.Driver.InjectXid(0, 48);

        Assert.Equal(1UL, node.Sampled.Cycles(1).Gpus[0].Reliability.Xids.Single(xid => xid.Xid == 48).Count);
    }

    [Fact]
    public async Task SetMode_InstancesThere_IsRefused()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4"));

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.SetMode(false, mayReset: true));

        Assert.Equal((StepTrouble.InUse, false), (refused.Trouble, refused.Retryable));
        Assert.Contains("3g.40gb@4; destroy them first", refused.Detail, StringComparison.Ordinal);
        Assert.Equal("3g.40gb@4:3", node.Layout());
    }

    [Fact]
    public async Task SetMode_ProcessThere_IsRefusedAndNamed()
    {
        await using ActingNode node = new(Whole(H100));
        uint pid = node.AddProcess(null, null, "python", "/user.slice");

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.SetMode(true, mayReset: true));

        Assert.Equal((StepTrouble.InUse, true), (refused.Trouble, refused.Retryable));
        Assert.Contains($"python (pid {pid}) has a context on {node.Gpu()}", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetMode_NeedsAResetThatIsNotAllowed_IsRefusedAndLeavesNothingPending()
    {
        await using ActingNode node = new(Whole(A100, ", passthrough: true"), reset: new Reset(static _ => null));

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.SetMode(true));

        Assert.Equal((StepTrouble.ResetRequired, false), (refused.Trouble, refused.Retryable));
        Assert.Contains("activation answered 16 (reset_required)", refused.Detail, StringComparison.Ordinal);
        Assert.Equal((0u, 0u), Mode(node));
    }

    [Fact]
    public async Task SetMode_ByReset_ClosesNvmlAimsAtThisGpuAndRestoresPersistence()
    {
        ActingNode? acting = null;
        GpuAddress? aimed = null;
        int sessions = -1;
        bool? persistent = null;
        Reset reset = new(gpu =>
        {
            (aimed, sessions) = (gpu, acting!.Sampled.Driver.OpenSessions);
            persistent = Persistence(acting);
            acting.Sampled.Driver.ReloadDriver(); // the simulated host refuses resets of this board; a reload makes a pending mode current as well
            return null;
        });
        await using ActingNode node = acting = new(Whole(A100, ", passthrough: true"), reset: reset);

        Assert.IsType<StepOutcome.Applied>(node.SetMode(true, mayReset: true));

        Assert.Equal((node.Gpu(), 0u), (aimed!.Gpu, aimed.Index));
        Assert.Matches("^[0-9A-F]{8}:[0-9A-F]{2}:00.0$", aimed.PciBusId);
        Assert.Equal((0, false), (sessions, persistent!.Value));
        Assert.True(Persistence(node));
        Assert.Equal((1u, 1u), Mode(node));
        Assert.Equal(GpuAvailability.Up, node.Sampled.Cycles(2).Gpus[0].Availability);
    }

    [Fact]
    public async Task SetMode_ResetFails_IsToldAndPersistenceIsRestored()
    {
        await using ActingNode node = new(Whole(A100, ", passthrough: true"), reset: new Reset(static gpu => $"{gpu.Gpu} could not be reset: the host refuses."));

        StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(node.SetMode(true, mayReset: true));

        Assert.Equal((StepTrouble.ResetRequired, true), (failed.Trouble, failed.Retryable));
        Assert.Contains("the host refuses; it is off (MIG mode on is pending)", failed.Detail, StringComparison.Ordinal);
        Assert.True(Persistence(node));
    }

    [Fact]
    public async Task SetMode_PersistenceCannotBeRestored_IsOwedUntilTheNextStep()
    {
        await using ActingNode node = new(Whole(A100, ", passthrough: true"), reset: new Reset(static _ => "no"));
        FaultRule fault = node.Fault(NvmlFunction.DeviceSetPersistenceMode, NvmlReturn.Unknown, skip: 1);

        node.SetMode(true, mayReset: true);
        Assert.False(Persistence(node));
        node.Sampled.Driver.ClearFault(fault);
        node.SetMode(true);

        Assert.True(Persistence(node));
    }

    [Fact]
    public async Task SetMode_NobodyCanReset_IsRefused()
    {
        await using ActingNode node = new(Whole(A100, ", passthrough: true"));

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.SetMode(true, mayReset: true));

        Assert.Equal(StepTrouble.ResetRequired, refused.Trouble);
        Assert.Contains("nobody here can reset GPUs", refused.Detail, StringComparison.Ordinal);
        Assert.Equal((0u, 0u), Mode(node));
    }

    [Fact]
    public async Task SetMode_AnotherGpuCouldLoseItsLayout_IsNotReset()
    {
        await using ActingNode node = new(Two("passthrough: true"), reset: new Reset(static _ => throw new InvalidOperationException("must not be reset")), sampled: false);
        SecondClient.With(node.Sampled.Node, static library => library.SetPersistenceMode(library.DeviceByIndex(1).Value, false));
        GpuUuid first = node.Sampled.Cycles(1).Gpus[0].Uuid;

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(await node.Partitioner.SetMigModeAsync(first, true, true, CancellationToken.None));

        Assert.Equal(StepTrouble.ResetRequired, refused.Trouble);
        Assert.Contains("turn on persistence mode there", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetMode_AnyCallFails_EndsAsAValueAndIsDoneWhenAskedAgain()
    {
        NvmlReturn[] codes = [NvmlReturn.Uninitialized, NvmlReturn.InvalidArgument, NvmlReturn.NotSupported, NvmlReturn.NoPermission, NvmlReturn.GpuIsLost, NvmlReturn.ResetRequired, NvmlReturn.InUse, NvmlReturn.Unknown];
        NvmlFunction[] functions = [NvmlFunction.DeviceGetHandleByUUID, NvmlFunction.DeviceGetMigMode, NvmlFunction.DeviceSetMigMode, NvmlFunction.DeviceGetComputeRunningProcesses_v3, NvmlFunction.DeviceGetPciInfo_v3];
        foreach ((NvmlFunction function, NvmlReturn code, int skip) in functions.SelectMany(_ => codes, static (function, code) => (function, code)).SelectMany(static _ => (int[])[0, 1, 2], static (call, skip) => (call.function, call.code, skip)))
        {
            await using ActingNode node = new(Whole(H100));
            FaultRule fault = node.Fault(function, code, skip);

            StepOutcome during = node.SetMode(true);
            node.Sampled.Driver.ClearFault(fault);
            string after = node.Layout();

            Assert.True(during is not StepOutcome.Applied || after.Length == 0, $"{function} {code}: said to be applied, and is {after}");
            Assert.IsType<StepOutcome.Applied>(node.SetMode(true));
            Assert.Equal((1u, 1u), Mode(node));
        }
    }

    private static string Two(string flags) => $$"""
        name: two
        title: Two boards
        driver: 580.95.05
        cuda: 13.0
        board: a100-80gb
        gpus:
          - { mig: off, numa: 0, {{flags}} }
          - { instances: [3g.40gb@0], numa: 0 }
        """;

    private static (uint Current, uint Pending) Mode(ActingNode node) =>
        SecondClient.With(node.Sampled.Node, static library => library.MigMode(library.DeviceByIndex(0).Value).Value);

    private static bool Persistence(ActingNode node) =>
        SecondClient.With(node.Sampled.Node, static library => library.PersistenceMode(library.DeviceByIndex(0).Value).Value) == 1;

    private sealed class Reset(Func<GpuAddress, string?> act) : IGpuReset
    {
        public Task<string?> ResetAsync(GpuAddress gpu, CancellationToken cancellationToken) => Task.FromResult(act(gpu));
    }
}
