using Optimizer.Nvml.Native;
using Optimizer.Simulation.Faults;

namespace Optimizer.Control.Tests.Loop;

/// <summary>Every NVML call a plan makes fails with every code it may answer, for good, once, and from its middle on: nothing is leaked, nothing is lost, and it goes on when the fault ends.</summary>
public sealed class CallFaultTests
{
    private static readonly NvmlReturn[] Codes =
    [
        NvmlReturn.Uninitialized, NvmlReturn.InvalidArgument, NvmlReturn.NotSupported, NvmlReturn.NoPermission, NvmlReturn.NotFound, NvmlReturn.DriverNotLoaded,
        NvmlReturn.OperatingSystem, NvmlReturn.GpuIsLost, NvmlReturn.ResetRequired, NvmlReturn.LibRmVersionMismatch, NvmlReturn.InUse, NvmlReturn.Memory,
        NvmlReturn.InsufficientResources, NvmlReturn.NotReady, NvmlReturn.Unknown, NvmlReturn.Success,
    ];

    private static readonly NvmlReturn[] ReadingCodes = [NvmlReturn.Uninitialized, NvmlReturn.InvalidArgument, NvmlReturn.NotSupported, NvmlReturn.NotFound, NvmlReturn.GpuIsLost, NvmlReturn.Unknown];

    [Theory]
    [InlineData(NvmlFunction.DeviceCreateGpuInstanceWithPlacement)]
    [InlineData(NvmlFunction.GpuInstanceCreateComputeInstance)]
    [InlineData(NvmlFunction.ComputeInstanceDestroy)]
    [InlineData(NvmlFunction.GpuInstanceDestroy)]
    public async Task Change_FailsWithAnyCode_NothingIsLeakedOrLost(NvmlFunction function)
    {
        foreach (NvmlReturn code in Codes)
        {
            await FailAsync(function, code, skip: 0, most: 1);
            await FailAsync(function, code, skip: 0, most: long.MaxValue);
            await FailAsync(function, code, skip: 1, most: 6);
        }
    }

    [Theory]
    [InlineData(NvmlFunction.DeviceGetHandleByUUID)]
    [InlineData(NvmlFunction.DeviceGetMigMode)]
    [InlineData(NvmlFunction.DeviceGetGpuInstanceProfileInfoV)]
    [InlineData(NvmlFunction.DeviceGetGpuInstances)]
    [InlineData(NvmlFunction.GpuInstanceGetInfo)]
    [InlineData(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo)]
    [InlineData(NvmlFunction.GpuInstanceGetComputeInstances)]
    [InlineData(NvmlFunction.ComputeInstanceGetInfo_v2)]
    [InlineData(NvmlFunction.DeviceGetComputeRunningProcesses_v3)]
    [InlineData(NvmlFunction.DeviceGetMigDeviceHandleByIndex)]
    [InlineData(NvmlFunction.DeviceGetGpuInstanceId)]
    public async Task Reading_FailsWithAnyCode_NothingIsLeakedOrLost(NvmlFunction function)
    {
        foreach (NvmlReturn code in ReadingCodes)
        {
            await FailAsync(function, code, skip: 0, most: 2);
            await FailAsync(function, code, skip: 40, most: long.MaxValue);
        }
    }

    private static async Task FailAsync(NvmlFunction function, NvmlReturn code, long skip, long most)
    {
        await using Drill drill = await Drill.BegunAsync();
        drill.Tell($"{function} answers {code} after {skip} calls, {most} times");
        FaultRule fault = new() { Function = function, Code = code, SkipCalls = skip, MaxCalls = most };
        drill.Node.Node.Driver.InjectFault(fault);

        await drill.RunAsync(45);
        drill.Node.Node.Driver.ClearFault(fault);
        drill.True(drill.Eye.Ready("chat") >= 1, "chat is down");

        await drill.RecoverAsync();
    }
}
