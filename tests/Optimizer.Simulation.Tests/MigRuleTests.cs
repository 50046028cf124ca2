using Optimizer.Control.Ports;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Tests;

public sealed unsafe class MigRuleTests
{
    private static readonly SimulatedProcess Job = new(99, new ProcessIdentity("job", "/", "root"), 1 << 30);

    [Fact]
    public void CreateGpuInstance_NoPlacement_FollowsTheVendorsLogs()
    {
        using TestNode node = TestNode.Of("a100-40gb", count: 3);
        SimulatedBoard board = BoardCatalogue.Find("a100-40gb")!;
        Assert.Equal([6u, 4u, 0u], Starts(node, node.Gpu(0), board, "1g.5gb", "1g.5gb", "2g.10gb"));
        Assert.Equal(NvmlReturn.InsufficientResources, node.Create(node.Gpu(0), board.FindProfile("3g.20gb")!, null, out _));
        Assert.Equal([0u, 4u], Starts(node, node.Gpu(1), board, "3g.20gb", "3g.20gb"));
        Assert.Equal([4u], Starts(node, node.Gpu(2), board, "2g.10gb"));
    }

    [Fact]
    public void GpuInstanceIds_SevenSliceBoard_ComeInClassesBySize()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "instances: [2g.20gb@0, 1g.10gb@2, 1g.10gb@3, 3g.40gb@4]");
        Assert.Equal([1, 3, 7, 8], node.Driver.Gpus[0].Partitions.GpuInstances.Select(instance => instance.Id));
    }

    [Theory]
    [InlineData("580.95.05", "mig: off", "1g.10gb@0", 0)] // MIG is off
    [InlineData("470.57.02", "mig: on", "1g.20gb@0", 0)] // younger than the driver
    [InlineData("470.57.02", "instances: [4g.40gb@0]", "3g.40gb@4", 1)] // before R510
    [InlineData("510.47.03", "instances: [4g.40gb@0]", "3g.40gb@4", 2)]
    public void ScheduledCreate_ObeysTheRulesOfEveryOtherActor(string driver, string gpu, string instance, int instances)
    {
        using TestNode node = new(Scenario.Parse("test", $$"""
            name: test
            title: test
            driver: {{driver}}
            board: a100-80gb
            gpus: [{ {{gpu}} }]
            changes: [{ at: 1s, gpu: 0, do: create, instance: {{instance}} }]
            """));

        node.Advance(2);
        node.Gpu(); // somebody looks

        Assert.Equal(instances, node.Driver.Gpus[0].Partitions.GpuInstances.Count);
        string[] parts = instance.Split('@');
        Assert.NotEqual(NvmlReturn.Success, node.Driver.CreateInstance(0, parts[0], int.Parse(parts[1])));
    }

    [Theory]
    [InlineData("460.32.03", "^MIG-GPU-[0-9a-f-]{36}/7/0$")]
    [InlineData("470.57.02", "^MIG-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-")]
    public void MigUuid_ByDriverAge_IsAPlaceOrANameOfItsOwn(string driver, string expected)
    {
        using TestNode node = TestNode.Of("a100-80gb", "instances: [3g.40gb@4, 1g.10gb@0]", head: $"driver: {driver}");

        Assert.Contains(node.Driver.Gpus[0].Partitions.GpuInstances, gpuInstance =>
            System.Text.RegularExpressions.Regex.IsMatch(Assert.Single(gpuInstance.ComputeInstances).Uuid, expected, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Destroy_WithComputeInstancesOrProcesses_IsInUse()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm");
        BoardProfile profile = BoardCatalogue.Find("h100-80gb-sxm")!.FindProfile("1g.10gb")!;
        Assert.Equal(NvmlReturn.Success, node.Create(node.Gpu(), profile, 0, out nint instance));
        Assert.Equal(NvmlReturn.Success, node.CreateCompute(instance, 0, out nint compute));
        Assert.Equal(NvmlReturn.InUse, node.Call(NvmlFunction.GpuInstanceDestroy, instance));
        node.Driver.AddProcess(0, node.Info(instance).Id, 0, Job);
        Assert.Equal(NvmlReturn.InUse, node.Call(NvmlFunction.ComputeInstanceDestroy, compute));
        Assert.True(node.Driver.RemoveProcess(Job.Pid));
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.ComputeInstanceDestroy, compute));
        Assert.Equal(NvmlReturn.InvalidArgument, node.Call(NvmlFunction.ComputeInstanceDestroy, compute));
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.GpuInstanceDestroy, instance));
    }

    [Fact]
    public void ComputeInstances_ThreeSlices_HoldOneAndTwoAndNoMore()
    {
        using TestNode node = TestNode.Of("h200-141gb-sxm");
        Assert.Equal(NvmlReturn.Success, node.Create(node.Gpu(), BoardCatalogue.Find("h200-141gb-sxm")!.FindProfile("3g.71gb")!, 0, out nint instance));
        Assert.Equal(NvmlReturn.Success, node.CreateCompute(instance, 1, out _));
        Assert.Equal(NvmlReturn.InsufficientResources, node.CreateCompute(instance, 2, out _));
        Assert.Equal(NvmlReturn.Success, node.CreateCompute(instance, 0, out _));
        Assert.Equal(NvmlReturn.InsufficientResources, node.CreateCompute(instance, 0, out _));

        // A captured nvidia-smi output of an H200 shows 32 and 16 multiprocessors for 2c and 1c of a 60-multiprocessor instance.
        Assert.Equal([32u, 16u], Enumerable.Range(0, 2).Select(index => node.Read<NvmlDeviceAttributes>(NvmlFunction.DeviceGetAttributes_v2, Mig(node, (uint)index)).MultiprocessorCount));
        Assert.Equal("NVIDIA H200 MIG 2c.3g.71gb", node.Text(NvmlFunction.DeviceGetName, Mig(node, 0)));
    }

    [Fact]
    public void MigUuid_SameShapeInSamePlace_ComesBackAndOthersDiffer()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "instances: [1g.10gb@0, 1g.10gb@1]");
        string first = node.Text(NvmlFunction.DeviceGetUUID, Mig(node, 0));
        Assert.NotEqual(first, node.Text(NvmlFunction.DeviceGetUUID, Mig(node, 1)));
        uint id = node.Read<uint>(NvmlFunction.DeviceGetGpuInstanceId, Mig(node, 0));
        Assert.Equal(NvmlReturn.Success, node.Driver.DestroyInstance(0, id));
        nint gone;
        Assert.Equal(NvmlReturn.NotFound, node.Call(NvmlFunction.DeviceGetMigDeviceHandleByIndex, node.Gpu(), 0, &gone));
        Assert.Equal(NvmlReturn.Success, node.Driver.CreateInstance(0, "1g.10gb", 0));
        Assert.Equal(first, node.Text(NvmlFunction.DeviceGetUUID, Mig(node, 0)));
    }

    [Fact]
    public void SetMigMode_Ampere_WaitsForAResetWhileSomebodyHoldsTheGpu()
    {
        using TestNode node = TestNode.Of("a100-80gb", "mig: off");
        node.Driver.AddProcess(0, null, null, Job);
        Assert.Equal(NvmlReturn.InUse, node.SetMigMode(node.Gpu(), true));
        Assert.Equal((0u, 1u), node.MigMode(node.Gpu()));
        Assert.Equal(NvmlReturn.InUse, node.Driver.ResetGpu(0));
        node.Driver.RemoveProcess(Job.Pid);
        Assert.Equal(NvmlReturn.InUse, node.Driver.ResetGpu(0));
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.Shutdown));
        Assert.Equal(NvmlReturn.Success, node.Driver.ResetGpu(0));
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.Init_v2));
        Assert.Equal((1u, 1u), node.MigMode(node.Gpu()));
    }

    [Fact]
    public void ReloadDriver_ByGeneration_KeepsTheModeOnlyBeforeHopper()
    {
        using TestNode ampere = TestNode.Of("a100-80gb", "instances: [1g.10gb@0]");
        using TestNode hopper = TestNode.Of("h100-80gb-sxm", "instances: [1g.10gb@0]");
        foreach (TestNode node in (TestNode[])[ampere, hopper])
        {
            nint gpu = node.Gpu();
            node.Driver.ReloadDriver();
            Assert.Equal(NvmlReturn.Uninitialized, node.Read(NvmlFunction.DeviceGetPowerUsage, gpu, out uint _));
            Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.Init_v2));
            Assert.Equal(0u, node.Read<ulong>(NvmlFunction.DeviceGetTotalEnergyConsumption, gpu));
            Assert.Empty(node.Driver.Gpus[0].Partitions.GpuInstances);
        }

        Assert.Equal((1u, 1u), ampere.MigMode(ampere.Gpu()));
        Assert.Equal((0u, 0u), hopper.MigMode(hopper.Gpu()));
    }

    [Fact]
    public void SetMigMode_Hopper_HappensInPlaceAndDropsInstances()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "instances: [1g.10gb@0]");
        Assert.Equal(NvmlReturn.Success, node.SetMigMode(node.Gpu(), false));
        Assert.Equal((0u, 0u), node.MigMode(node.Gpu()));
        Assert.Equal(NvmlReturn.NotSupported, node.Create(node.Gpu(), BoardCatalogue.Find("h100-80gb-sxm")!.Profiles[0], 0, out _));
        Assert.Equal(0u, node.Read<uint>(NvmlFunction.DeviceGetMaxMigDeviceCount, node.Gpu()));
    }

    [Fact]
    public void Readings_WhileMigIsOn_AreRefusedOnTheGpuWhereTheHeaderSaysSo()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "instances: [1g.10gb@0]");
        nint gpu = node.Gpu();
        Assert.Equal(NvmlReturn.NotSupported, node.Read(NvmlFunction.DeviceGetUtilizationRates, gpu, out NvmlUtilization _));
        Assert.Equal(NvmlReturn.NotSupported, node.Read(NvmlFunction.DeviceGetRemappedRows_v2, gpu, out NvmlRemappedRowsInfoV2 _));
        Assert.Equal(NvmlReturn.Success, node.Read(NvmlFunction.DeviceGetRowRemapperHistogram, gpu, out NvmlRowRemapperHistogramValues _));
        Assert.Equal(NvmlReturn.InvalidArgument, node.Read(NvmlFunction.DeviceGetPowerUsage, Mig(node, 0), out uint _));
        NvmlMemoryV2 memory = new() { Version = NvmlMemoryV2.VersionWord };
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.DeviceGetMemoryInfo_v2, Mig(node, 0), &memory));
        Assert.Equal(9984UL << 20, memory.Total);
        memory.Version = 1;
        Assert.Equal(NvmlReturn.ArgumentVersionMismatch, node.Call(NvmlFunction.DeviceGetMemoryInfo_v2, Mig(node, 0), &memory));
    }

    [Fact]
    public void Calls_WithoutPrivilege_MayDescribeButNotManage()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", head: "privileged: off");
        BoardProfile profile = BoardCatalogue.Find("h100-80gb-sxm")!.Profiles[0];
        Assert.Equal(NvmlReturn.NoPermission, node.Create(node.Gpu(), profile, 0, out _));
        Assert.Equal(NvmlReturn.NoPermission, node.Read(NvmlFunction.DeviceGetMemoryInfo, node.Gpu(), out NvmlMemory _));
        NvmlGpuInstanceProfileInfo info;
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.DeviceGetGpuInstanceProfileInfo, node.Gpu(), 0, &info));
        Assert.Equal(19u, info.Id);
        Assert.Equal(NvmlReturn.NotSupported, node.Call(NvmlFunction.DeviceGetGpuInstanceProfileInfo, node.Gpu(), 5, &info));
        Assert.Equal(NvmlReturn.InvalidArgument, node.Call(NvmlFunction.DeviceGetGpuInstanceProfileInfo, node.Gpu(), 18, &info));
    }

    [Fact]
    public void MigMinors_FirstLines_AreThoseOfTheGuide()
    {
        Assert.StartsWith("config 1\nmonitor 2\ngpu0/gi0/access 3\ngpu0/gi0/ci0/access 4\n", SimulatedNode.MigMinors(), StringComparison.Ordinal);
        Assert.Contains($"gpu31/gi14/ci7/access {SimulatedNode.AccessMinor(31, 14, 7)}\n", SimulatedNode.MigMinors(), StringComparison.Ordinal);
    }

    private static nint Mig(TestNode node, uint index)
    {
        nint handle;
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.DeviceGetMigDeviceHandleByIndex, node.Gpu(), index, &handle));
        return handle;
    }

    private static uint[] Starts(TestNode node, nint gpu, SimulatedBoard board, params string[] profiles) =>
        [.. profiles.Select(name =>
        {
            Assert.Equal(NvmlReturn.Success, node.Create(gpu, board.FindProfile(name)!, null, out nint instance));
            return node.Info(instance).Placement.Start;
        })];
}
