using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Tests;

/// <summary>Numbers and names that C knows; a typo here would be a wrong answer on hardware and a right one in simulation.</summary>
public sealed class NvmlNumberTests
{
    [Fact]
    public void NvmlReturn_HasTheNumbersOfTheHeader()
    {
        (NvmlReturn Code, int Number)[] header =
        [
            (NvmlReturn.Success, 0), (NvmlReturn.Uninitialized, 1), (NvmlReturn.InvalidArgument, 2), (NvmlReturn.NotSupported, 3),
            (NvmlReturn.NoPermission, 4), (NvmlReturn.AlreadyInitialized, 5), (NvmlReturn.NotFound, 6), (NvmlReturn.InsufficientSize, 7),
            (NvmlReturn.InsufficientPower, 8), (NvmlReturn.DriverNotLoaded, 9), (NvmlReturn.Timeout, 10), (NvmlReturn.IrqIssue, 11),
            (NvmlReturn.LibraryNotFound, 12), (NvmlReturn.FunctionNotFound, 13), (NvmlReturn.CorruptedInforom, 14), (NvmlReturn.GpuIsLost, 15),
            (NvmlReturn.ResetRequired, 16), (NvmlReturn.OperatingSystem, 17), (NvmlReturn.LibRmVersionMismatch, 18), (NvmlReturn.InUse, 19),
            (NvmlReturn.Memory, 20), (NvmlReturn.NoData, 21), (NvmlReturn.VgpuEccNotSupported, 22), (NvmlReturn.InsufficientResources, 23),
            (NvmlReturn.FrequencyNotSupported, 24), (NvmlReturn.ArgumentVersionMismatch, 25), (NvmlReturn.Deprecated, 26),
            (NvmlReturn.NotReady, 27), (NvmlReturn.GpuNotFound, 28), (NvmlReturn.InvalidState, 29), (NvmlReturn.ResetTypeNotSupported, 30),
            (NvmlReturn.Unknown, 999),
        ];

        Assert.All(header, entry => Assert.Equal(entry.Number, (int)entry.Code));
        Assert.Equal(header.Length, Enum.GetValues<NvmlReturn>().Length);
    }

    [Theory]
    [InlineData(NvmlFunction.Init_v2, "nvmlInit_v2")]
    [InlineData(NvmlFunction.DeviceGetCount_v2, "nvmlDeviceGetCount_v2")]
    [InlineData(NvmlFunction.DeviceGetHandleByIndex_v2, "nvmlDeviceGetHandleByIndex_v2")]
    [InlineData(NvmlFunction.DeviceGetPciInfo_v3, "nvmlDeviceGetPciInfo_v3")]
    [InlineData(NvmlFunction.DeviceGetAttributes_v2, "nvmlDeviceGetAttributes_v2")]
    [InlineData(NvmlFunction.DeviceGetComputeRunningProcesses_v3, "nvmlDeviceGetComputeRunningProcesses_v3")]
    [InlineData(NvmlFunction.DeviceGetComputeRunningProcesses, "nvmlDeviceGetComputeRunningProcesses")]
    [InlineData(NvmlFunction.DeviceGetGpuInstancePossiblePlacements_v2, "nvmlDeviceGetGpuInstancePossiblePlacements_v2")]
    [InlineData(NvmlFunction.DeviceCreateGpuInstanceWithPlacement, "nvmlDeviceCreateGpuInstanceWithPlacement")]
    [InlineData(NvmlFunction.GpuInstanceGetInfo, "nvmlGpuInstanceGetInfo")]
    [InlineData(NvmlFunction.ComputeInstanceGetInfo_v2, "nvmlComputeInstanceGetInfo_v2")]
    [InlineData(NvmlFunction.GpmMigSampleGet, "nvmlGpmMigSampleGet")]
    [InlineData(NvmlFunction.EventSetWait_v2, "nvmlEventSetWait_v2")]
    public void CName_OfAFunction_IsTheExportsName(NvmlFunction function, string name)
    {
        Assert.Equal(name, function.CName());
    }

    [Fact]
    public void CNames_OfAllFunctions_AreDistinctAndNumberedFromZero()
    {
        NvmlFunction[] functions = Enum.GetValues<NvmlFunction>();

        Assert.Equal(NvmlFunctionNames.Count, functions.Length);
        Assert.Equal(Enumerable.Range(0, functions.Length), functions.Select(function => (int)function));
        Assert.Equal(functions.Length, functions.Select(function => function.CName()).Distinct().Count());
    }

    [Theory]
    [InlineData(NvmlField.TotalEnergy, 83)]
    [InlineData(NvmlField.ResetlessMig, 184)]
    [InlineData(NvmlField.PowerInstant, 186)]
    [InlineData(NvmlField.PcieBytesTx, 197)]
    [InlineData(NvmlField.PcieBytesRx, 198)]
    [InlineData(NvmlField.MigQueryIndependentOfMode, 199)]
    [InlineData(NvmlField.GpuRecoveryAction, 230)]
    public void NvmlField_HasTheNumberOfTheHeader(uint field, uint number)
    {
        Assert.Equal(number, field);
    }
}
