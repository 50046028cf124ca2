using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Tests;

public sealed unsafe class NvmlLibraryTests
{
    private readonly NvmlErrorLedger _errors = new();

    [Fact]
    public void AnyCall_SymbolMissing_AnswersFunctionNotFoundAndCountsNothing()
    {
        using NvmlLibrary nvml = new(new StubDriver(), _errors);
        NvmlProcessInfo[] buffer = new NvmlProcessInfo[1];

        NvmlReturn[] codes =
        [
            nvml.Init(), nvml.Shutdown(), nvml.DriverVersion().Code, nvml.DeviceCount().Code, nvml.DeviceByIndex(0).Code,
            nvml.DeviceByUuid("GPU-x").Code, nvml.Uuid(1).Code, nvml.PowerUsageMilliwatts(1).Code, nvml.MemoryInfoV2(1).Code,
            nvml.ClocksEventReasons(1).Code, nvml.FabricState(1).Code, nvml.MigMode(1).Code, nvml.SetMigMode(1, true).Code,
            nvml.GpuInstanceProfile(1, 0).Code, nvml.GpuInstancePlacements(1, 19).Code, nvml.CreateGpuInstance(1, 19).Code,
            nvml.CreateGpuInstance(1, 19, default).Code, nvml.DestroyGpuInstance(1), nvml.ComputeProcesses(1, ref buffer).Code,
            nvml.RemappedRows(1).Code, nvml.TotalEccErrors(1, 0, 0).Code, nvml.FieldValues(1, []), nvml.GpmSupport(1).Code,
            nvml.CreateEventSet().Code, nvml.WaitForEvent(1, 0).Code, nvml.CpuAffinity(1, new ulong[2]), nvml.P2PStatus(1, 2, 0).Code,
        ];

        Assert.All(codes, code => Assert.Equal(NvmlReturn.FunctionNotFound, code));
        Assert.Empty(_errors.Read());
    }

    [Theory]
    [InlineData(NvmlReturn.Success, false)]
    [InlineData(NvmlReturn.NotSupported, false)]
    [InlineData(NvmlReturn.NotFound, false)]
    [InlineData(NvmlReturn.Timeout, false)]
    [InlineData(NvmlReturn.GpuIsLost, true)]
    [InlineData(NvmlReturn.NoPermission, true)]
    [InlineData(NvmlReturn.InvalidArgument, true)]
    [InlineData(NvmlReturn.Unknown, true)]
    [InlineData((NvmlReturn)77, true)]
    public void Call_Answers_OnlyRealErrorsAreCounted(NvmlReturn code, bool counted)
    {
        using NvmlLibrary nvml = Library(new StubDriver().With<uint>(NvmlFunction.DeviceGetPowerUsage, &StubDriver.CodeIsHandle));

        NvmlResult<uint> result = nvml.PowerUsageMilliwatts((nint)code);

        Assert.Equal(code, result.Code);
        Assert.Equal(code == NvmlReturn.Success ? 42u : null, result.OrNull());
        Assert.Equal(counted ? 1 : 0, _errors.Read().Sum(error => error.Count));
    }

    [Fact]
    public void ClocksEventReasons_DriverBeforeR535_UsesTheOldName()
    {
        using NvmlLibrary nvml = Library(new StubDriver().Add(
            NvmlFunction.DeviceGetCurrentClocksThrottleReasons, (nint)(delegate* unmanaged[Cdecl]<nint, ulong*, NvmlReturn>)&PowerCap));

        Assert.Equal(NvmlClocksEvent.SwPowerCap, nvml.ClocksEventReasons(1).OrNull());
    }

    [Fact]
    public void GpuInstanceProfile_DriverKnowsOnlyTheSecondStruct_WidensIt()
    {
        using NvmlLibrary nvml = Library(new StubDriver().Add(
            NvmlFunction.DeviceGetGpuInstanceProfileInfoV,
            (nint)(delegate* unmanaged[Cdecl]<nint, uint, NvmlGpuInstanceProfileInfoV2*, NvmlReturn>)&ProfileV2Only));

        NvmlGpuInstanceProfileInfoV3 profile = nvml.GpuInstanceProfile(1, 0).Value;

        Assert.Equal((19u, 1u, 7u, 16u), (profile.Id, profile.SliceCount, profile.InstanceCount, profile.MultiprocessorCount));
        Assert.Equal("MIG 1g.10gb", NvmlText.Read(profile.Name));
    }

    [Fact]
    public void GpuInstanceProfile_DriverBeforeR510_FallsBackToTheFirstCall()
    {
        using NvmlLibrary nvml = Library(new StubDriver().Add(
            NvmlFunction.DeviceGetGpuInstanceProfileInfo,
            (nint)(delegate* unmanaged[Cdecl]<nint, uint, NvmlGpuInstanceProfileInfo*, NvmlReturn>)&ProfileV1));

        Assert.Equal(19u, nvml.GpuInstanceProfile(1, 0).Value.Id);
        Assert.Equal(NvmlReturn.NotSupported, nvml.GpuInstanceProfile(1, 5).Code);
    }

    [Fact]
    public void ComputeProcesses_MoreThanTheBuffer_GrowsIt()
    {
        using NvmlLibrary nvml = Library(new StubDriver().Add(
            NvmlFunction.DeviceGetComputeRunningProcesses_v3,
            (nint)(delegate* unmanaged[Cdecl]<nint, uint*, NvmlProcessInfo*, NvmlReturn>)&TwentyProcesses));
        NvmlProcessInfo[] buffer = new NvmlProcessInfo[1];

        NvmlResult<int> count = nvml.ComputeProcesses(1, ref buffer);

        Assert.Equal(20, count.Value);
        Assert.Equal(19u, buffer[19].Pid);
        Assert.Equal(3u, buffer[19].GpuInstanceId);
    }

    [Fact]
    public void ComputeProcesses_DriverBeforeR460_ReadsTheShortEntries()
    {
        using NvmlLibrary nvml = Library(new StubDriver().Add(
            NvmlFunction.DeviceGetComputeRunningProcesses,
            (nint)(delegate* unmanaged[Cdecl]<nint, uint*, NvmlProcessInfoV1*, NvmlReturn>)&TwentyShortProcesses));
        NvmlProcessInfo[] buffer = new NvmlProcessInfo[1];

        NvmlResult<int> count = nvml.ComputeProcesses(1, ref buffer);

        Assert.Equal(20, count.Value);
        Assert.Equal((19u, 1900UL, uint.MaxValue), (buffer[19].Pid, buffer[19].UsedGpuMemory, buffer[19].GpuInstanceId));
    }

    [Fact]
    public void SetMigMode_AcceptedButHeldUp_TellsBothAnswers()
    {
        using NvmlLibrary nvml = Library(new StubDriver().Add(
            NvmlFunction.DeviceSetMigMode, (nint)(delegate* unmanaged[Cdecl]<nint, uint, NvmlReturn*, NvmlReturn>)&AcceptedInUse));

        NvmlResult<NvmlReturn> answer = nvml.SetMigMode(1, enabled: true);

        Assert.Equal((NvmlReturn.Success, NvmlReturn.InUse), (answer.Code, answer.Value));
    }

    private NvmlLibrary Library(StubDriver driver) => new(driver, _errors);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn PowerCap(nint device, ulong* reasons)
    {
        *reasons = NvmlClocksEvent.SwPowerCap;
        return NvmlReturn.Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn ProfileV2Only(nint device, uint profile, NvmlGpuInstanceProfileInfoV2* info)
    {
        if (info->Version != NvmlGpuInstanceProfileInfoV2.VersionWord)
        {
            return NvmlReturn.ArgumentVersionMismatch;
        }

        (info->Id, info->SliceCount, info->InstanceCount, info->MultiprocessorCount) = (19, 1, 7, 16);
        NvmlText.TryWrite("MIG 1g.10gb", info->Name);
        return NvmlReturn.Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn ProfileV1(nint device, uint profile, NvmlGpuInstanceProfileInfo* info)
    {
        info->Id = 19;
        return profile == 0 ? NvmlReturn.Success : NvmlReturn.NotSupported;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn TwentyProcesses(nint device, uint* count, NvmlProcessInfo* infos)
    {
        uint room = *count;
        *count = 20;
        for (uint index = 0; room >= 20 && index < 20; index++)
        {
            infos[index] = new NvmlProcessInfo { Pid = index, GpuInstanceId = 3 };
        }

        return room >= 20 ? NvmlReturn.Success : NvmlReturn.InsufficientSize;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn TwentyShortProcesses(nint device, uint* count, NvmlProcessInfoV1* infos)
    {
        uint room = *count;
        *count = 20;
        for (uint index = 0; room >= 20 && index < 20; index++)
        {
            infos[index] = new NvmlProcessInfoV1 { Pid = index, UsedGpuMemory = index * 100 };
        }

        return room >= 20 ? NvmlReturn.Success : NvmlReturn.InsufficientSize;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn AcceptedInUse(nint device, uint mode, NvmlReturn* activation)
    {
        *activation = NvmlReturn.InUse;
        return NvmlReturn.Success;
    }
}
