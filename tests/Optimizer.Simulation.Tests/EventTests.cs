using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Tests;

public sealed class EventTests
{
    private const ulong Wanted = NvmlEventType.XidCritical | NvmlEventType.MigConfigChange;

    [Fact]
    public void EventSetWait_NothingHappened_TimesOut()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm");
        Assert.Equal(NvmlReturn.Timeout, Wait(node, Open(node, Wanted), 0, out _));
    }

    [Fact]
    public void EventSetWait_XidOfAnInstance_CarriesNumberAndIds()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm");
        nint set = Open(node, Wanted);
        node.Driver.InjectXid(0, 43, 7, 0);
        Assert.Equal(NvmlReturn.Success, Wait(node, set, 0, out NvmlEventData data));
        Assert.Equal((node.Gpu(), NvmlEventType.XidCritical, 43UL, 7u, 0u), (data.Device, data.EventType, data.EventData, data.GpuInstanceId, data.ComputeInstanceId));
    }

    [Fact]
    public void EventSetWait_ForeignLayoutChange_IsSeen()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm");
        nint set = Open(node, Wanted);
        Assert.Equal(NvmlReturn.Success, node.Driver.CreateInstance(0, "1g.10gb"));
        Assert.Equal(NvmlReturn.Success, Wait(node, set, 0, out NvmlEventData data));
        Assert.Equal(NvmlEventType.MigConfigChange, data.EventType);
    }

    [Fact]
    public async Task EventSetWait_BlockedThread_IsWokenByTheEvent()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm");
        nint set = Open(node, Wanted);
        Task<NvmlReturn> waiter = Task.Run(() => Wait(node, set, 60_000, out _));
        node.Driver.InjectXid(0, 79);
        Assert.Equal(NvmlReturn.Success, await waiter);
    }

    [Fact]
    public async Task Shutdown_WithABlockedWaiter_ReleasesIt()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm");
        nint set = Open(node, Wanted);
        Task<NvmlReturn> waiter = Task.Run(() => Wait(node, set, 60_000, out _));
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.Shutdown));
        Assert.Equal(NvmlReturn.Uninitialized, await waiter);
    }

    [Fact]
    public void RegisterEvents_AnUnsupportedKind_RegistersNone()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm");
        nint set = Create(node);
        Assert.Equal(NvmlReturn.NotSupported, Register(node, 1UL << 40 | Wanted, set));
        node.Driver.InjectXid(0, 43);
        Assert.Equal(NvmlReturn.Timeout, Wait(node, set, 0, out _));
    }

    private static nint Open(TestNode node, ulong types)
    {
        nint set = Create(node);
        Assert.Equal(NvmlReturn.Success, Register(node, types, set));
        return set;
    }

    private static unsafe nint Create(TestNode node)
    {
        nint set;
        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<nint*, int>)node.Address(NvmlFunction.EventSetCreate))(&set));
        return set;
    }

    private static unsafe NvmlReturn Register(TestNode node, ulong types, nint set) =>
        (NvmlReturn)((delegate* unmanaged[Cdecl]<nint, ulong, nint, int>)node.Address(NvmlFunction.DeviceRegisterEvents))(node.Gpu(), types, set);

    private static unsafe NvmlReturn Wait(TestNode node, nint set, uint milliseconds, out NvmlEventData data)
    {
        NvmlEventData arrived = default;
        int code = ((delegate* unmanaged[Cdecl]<nint, NvmlEventData*, uint, int>)node.Address(NvmlFunction.EventSetWait_v2))(set, &arrived, milliseconds);
        data = arrived;
        return (NvmlReturn)code;
    }
}
