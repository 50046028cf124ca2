using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Faults;
using static Optimizer.Node.Tests.Act.ActingNode;

namespace Optimizer.Node.Tests.Act;

/// <summary>Every call of every step, going wrong with every code it can answer, at its first and at later calls.</summary>
public sealed class FaultTests
{
    private static readonly PlacedInstance Wanted = At("3g.40gb", 4, 4);
    private const string Neighbours = "1g.10gb@0:1 2g.20gb@2:2";
    private const string Whole = Neighbours + " 3g.40gb@4:3";

    private static readonly NvmlReturn[] Codes =
    [
        NvmlReturn.Uninitialized, NvmlReturn.InvalidArgument, NvmlReturn.NotSupported, NvmlReturn.NoPermission, NvmlReturn.NotFound,
        NvmlReturn.DriverNotLoaded, NvmlReturn.OperatingSystem, NvmlReturn.GpuIsLost, NvmlReturn.ResetRequired, NvmlReturn.LibRmVersionMismatch,
        NvmlReturn.InUse, NvmlReturn.Memory, NvmlReturn.InsufficientResources, NvmlReturn.NotReady, NvmlReturn.Unknown, (NvmlReturn)1234,
    ];

    private static readonly NvmlFunction[] Reading =
    [
        NvmlFunction.DeviceGetHandleByUUID, NvmlFunction.DeviceGetMigMode, NvmlFunction.DeviceGetGpuInstanceProfileInfoV, NvmlFunction.DeviceGetGpuInstances,
        NvmlFunction.GpuInstanceGetInfo, NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo, NvmlFunction.GpuInstanceGetComputeInstances,
        NvmlFunction.ComputeInstanceGetInfo_v2,
    ];

    public static TheoryData<NvmlFunction, int> CreateCalls => Combine([.. Reading, NvmlFunction.DeviceCreateGpuInstanceWithPlacement, NvmlFunction.GpuInstanceCreateComputeInstance]);

    public static TheoryData<NvmlFunction, int> DestroyCalls => Combine(
    [
        .. Reading, NvmlFunction.DeviceGetComputeRunningProcesses_v3, NvmlFunction.DeviceGetMigDeviceHandleByIndex, NvmlFunction.DeviceGetGpuInstanceId,
        NvmlFunction.ComputeInstanceDestroy, NvmlFunction.GpuInstanceDestroy,
    ]);

    [Theory]
    [MemberData(nameof(CreateCalls))]
    public async Task Create_AnyCallFails_LeavesNothingOfOthersAndIsDoneWhenAskedAgain(NvmlFunction function, int skip)
    {
        foreach (NvmlReturn code in Codes)
        {
            await using ActingNode node = new(Board(H100, "1g.10gb@0, 2g.20gb@2"));
            FaultRule fault = node.Fault(function, code, skip);

            StepOutcome during = node.Create(Wanted);
            node.Sampled.Driver.ClearFault(fault);
            string after = node.Layout();

            // Undone, or done; half of it only where the fault kept it from being seen or taken back.
            Assert.True(after is Neighbours or Whole || after == Neighbours + " 3g.40gb@4:", $"{function} {code}: {after}");
            Check(during, function, code, applied: after == Whole);
            Assert.IsType<StepOutcome.Applied>(node.Create(Wanted));
            Assert.Equal(Whole, node.Layout());
        }
    }

    [Theory]
    [MemberData(nameof(DestroyCalls))]
    public async Task Destroy_AnyCallFails_TouchesNoOtherAndIsDoneWhenAskedAgain(NvmlFunction function, int skip)
    {
        foreach (NvmlReturn code in Codes)
        {
            await using ActingNode node = new(Board(H100, "1g.10gb@0, 2g.20gb@2, 3g.40gb@4"));
            FaultRule fault = node.Fault(function, code, skip);

            StepOutcome during = node.Destroy(Wanted);
            node.Sampled.Driver.ClearFault(fault);
            string after = node.Layout();

            Assert.True(after is Neighbours or Whole || after == Neighbours + " 3g.40gb@4:", $"{function} {code}: {after}");
            Check(during, function, code, applied: after == Neighbours);
            Assert.IsType<StepOutcome.Applied>(node.Destroy(Wanted));
            Assert.Equal(Neighbours, node.Layout());
        }
    }

    [Fact]
    public async Task Create_ComputeInstanceRefused_TheGpuInstanceMadeForItIsTakenBack()
    {
        foreach (NvmlReturn code in Codes)
        {
            await using ActingNode node = new(Board(H100, "1g.10gb@0, 2g.20gb@2"));
            node.Fault(NvmlFunction.GpuInstanceCreateComputeInstance, code);

            StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(node.Create(Wanted));

            Assert.Contains("made for it, was destroyed again", failed.Detail, StringComparison.Ordinal);
            Assert.Contains($"nvmlGpuInstanceCreateComputeInstance answered {(int)code} ", failed.Detail, StringComparison.Ordinal);
            Assert.Equal(Neighbours, node.Layout());
        }
    }

    [Theory]
    [InlineData(NvmlReturn.InUse, StepTrouble.InUse, true)]
    [InlineData(NvmlReturn.InsufficientResources, StepTrouble.NoRoom, true)]
    [InlineData(NvmlReturn.NotSupported, StepTrouble.NotSupported, false)]
    [InlineData(NvmlReturn.NoPermission, StepTrouble.NotPermitted, false)]
    [InlineData(NvmlReturn.OperatingSystem, StepTrouble.NotPermitted, false)]
    [InlineData(NvmlReturn.GpuIsLost, StepTrouble.GpuLost, false)]
    [InlineData(NvmlReturn.ResetRequired, StepTrouble.GpuLost, false)]
    [InlineData(NvmlReturn.DriverNotLoaded, StepTrouble.DriverUnavailable, true)]
    [InlineData(NvmlReturn.Uninitialized, StepTrouble.DriverUnavailable, true)]
    [InlineData(NvmlReturn.InvalidArgument, StepTrouble.NotThere, true)]
    [InlineData(NvmlReturn.Unknown, StepTrouble.Unexpected, true)]
    public async Task Create_DriverRefuses_IsRefusedWithItsMeaningAndItsNumber(NvmlReturn code, StepTrouble trouble, bool retryable)
    {
        await using ActingNode node = new(Board(A100));
        node.Fault(NvmlFunction.DeviceCreateGpuInstanceWithPlacement, code);

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.Create(Wanted));

        Assert.Equal((trouble, retryable), (refused.Trouble, refused.Retryable));
        Assert.Contains($"nvmlDeviceCreateGpuInstanceWithPlacement answered {(int)code} ", refused.Detail, StringComparison.Ordinal);
        Assert.Contains(node.Gpu().Value, refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_InUseWithoutVisibleHolder_SaysSo()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4"));
        node.Fault(NvmlFunction.ComputeInstanceDestroy, NvmlReturn.InUse);

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.Destroy(Wanted));

        Assert.Equal((StepTrouble.InUse, true), (refused.Trouble, refused.Retryable));
        Assert.Contains("no holder is visible", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_ComputeInstanceGoneAndGpuInstanceInUse_IsFailedAndNotMadeAnew()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4"));
        node.Fault(NvmlFunction.GpuInstanceDestroy, NvmlReturn.InUse);

        StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(node.Destroy(Wanted));

        Assert.Equal((StepTrouble.InUse, true), (failed.Trouble, failed.Retryable));
        Assert.Equal("3g.40gb@4:", node.Layout());
    }

    [Theory]
    [InlineData(NvmlFunction.GpuInstanceDestroy, "3g.40gb@4:")]
    [InlineData(NvmlFunction.ComputeInstanceDestroy, "3g.40gb@4:3")]
    public async Task Destroy_CodeSaysSuccessAndNothingHappened_IsAMismatch(NvmlFunction function, string left)
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4"));
        node.Fault(function, NvmlReturn.Success);

        StepOutcome outcome = node.Destroy(Wanted);

        // The compute instance that stayed makes the driver itself refuse the GPU instance.
        StepTrouble trouble = outcome is StepOutcome.Failed failed ? failed.Trouble : ((StepOutcome.Refused)outcome).Trouble;
        Assert.Equal(function == NvmlFunction.GpuInstanceDestroy ? StepTrouble.Mismatch : StepTrouble.InUse, trouble);
        Assert.Equal(left, node.Layout());
    }

    [Fact]
    public async Task Create_CodeSaysSuccessAndNothingHappened_IsAMismatch()
    {
        await using ActingNode node = new(Board(H100));
        node.Fault(NvmlFunction.DeviceCreateGpuInstanceWithPlacement, NvmlReturn.Success);

        StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(node.Create(Wanted));

        Assert.Equal((StepTrouble.Mismatch, true), (failed.Trouble, failed.Retryable));
    }

    [Fact]
    public async Task Steps_GpuLost_AreRefusedAndReadNothing()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4"));
        node.Sampled.Driver.LoseGpu(0);

        Assert.Equal(StepTrouble.GpuLost, Assert.IsType<StepOutcome.Refused>(node.Create(At("1g.10gb", 0, 1))).Trouble);
        Assert.Equal(StepTrouble.GpuLost, Assert.IsType<StepOutcome.Refused>(node.Destroy(Wanted)).Trouble);
        Assert.Equal(StepTrouble.GpuLost, Assert.IsType<StepOutcome.Refused>(node.SetMode(false)).Trouble);
        Assert.Null(node.Read());
    }

    [Fact]
    public async Task Create_GpuLostHalfWay_IsFailedAndDoneOnceItIsBack()
    {
        await using ActingNode node = new(Board(H100, "1g.10gb@0, 2g.20gb@2"));
        FaultRule lost = new() { Code = NvmlReturn.GpuIsLost, FromSeconds = 0 };
        FaultRule trigger = node.Fault(NvmlFunction.GpuInstanceCreateComputeInstance, NvmlReturn.GpuIsLost);
        FaultRule blind = node.Fault(NvmlFunction.GpuInstanceDestroy, NvmlReturn.GpuIsLost);

        StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(node.Create(Wanted));
        node.Sampled.Driver.InjectFault(lost);
        Assert.Equal(StepTrouble.GpuLost, Assert.IsType<StepOutcome.Refused>(node.Create(Wanted)).Trouble);
        foreach (FaultRule rule in (FaultRule[])[lost, trigger, blind])
        {
            node.Sampled.Driver.ClearFault(rule);
        }

        Assert.Equal(StepTrouble.GpuLost, failed.Trouble);
        Assert.Contains("is still there", failed.Detail, StringComparison.Ordinal);
        Assert.IsType<StepOutcome.Applied>(node.Create(Wanted));
        Assert.Equal(Whole, node.Layout());
    }

    private static void Check(StepOutcome outcome, NvmlFunction function, NvmlReturn code, bool applied)
    {
        string? detail = outcome switch
        {
            StepOutcome.Applied => null,
            StepOutcome.Refused refused => refused.Detail,
            StepOutcome.Failed failed => failed.Detail,
            _ => throw new InvalidOperationException($"{function} {code}: {outcome}"),
        };
        Assert.True(outcome is not StepOutcome.Applied || applied, $"{function} {code}: said to be applied, and is not");
        Assert.True(detail is null || (detail.Contains("GPU-", StringComparison.Ordinal) && detail.EndsWith('.')), detail);
    }

    // The first call, the next, and one late enough to fall into the second reading.
    private static TheoryData<NvmlFunction, int> Combine(NvmlFunction[] functions)
    {
        TheoryData<NvmlFunction, int> cases = [];
        foreach (NvmlFunction function in functions)
        {
            foreach (int skip in (int[])[0, 1, 2, 5, 9, 14, 20, 33, 60])
            {
                cases.Add(function, skip);
            }
        }

        return cases;
    }
}
