using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Sessions;

namespace Optimizer.Nvml.Tests;

public sealed unsafe class NvmlSessionTests
{
    private StubDriver _driver = Working();

    [Fact]
    public void Open_NoLibrary_SaysWhatToInstall()
    {
        NvmlSession session = new(() => null, new NvmlErrorLedger());

        NvmlOpening opening = session.Open();

        Assert.Equal(NvmlReturn.LibraryNotFound, opening.Code);
        Assert.Contains("install the NVIDIA driver", opening.Trouble, StringComparison.Ordinal);
        Assert.Equal(NvmlSessionState.Closed, session.State);
    }

    [Fact]
    public void Open_DriverNotLoaded_SaysWhatWasTriedAndUnloadsTheLibrary()
    {
        _driver = new StubDriver().With(NvmlFunction.Init_v2, &StubDriver.NoDriver);
        NvmlSession session = new(() => _driver, new NvmlErrorLedger());

        NvmlOpening opening = session.Open();

        Assert.Equal(
            "nvmlInit_v2 of stub answered driver_not_loaded: load the NVIDIA kernel module (modprobe nvidia) and check dmesg.", opening.Trouble);
        Assert.True(_driver.IsDisposed);
    }

    [Fact]
    public void Open_Twice_KeepsTheSession()
    {
        NvmlSession session = Session();

        session.Open();
        session.Open();

        Assert.Equal(1, session.Epoch);
    }

    [Fact]
    public void Close_Open_ReleasesDriverObjectsFirstAndUnloads()
    {
        NvmlSession session = Session();
        session.Open();
        bool openWhileClosing = false;
        session.Closing += () => openWhileClosing = session.TryGet(out _);

        session.Close();

        Assert.True(openWhileClosing);
        Assert.True(_driver.IsDisposed);
        Assert.False(session.TryGet(out _));
    }

    [Fact]
    public void Lend_WhileLent_NothingOpensNvmlUntilGivenBack()
    {
        NvmlSession session = Session();
        session.Open();

        NvmlLease lease = session.Lend();

        Assert.Equal(NvmlReturn.InUse, session.Open().Code);
        Assert.Throws<InvalidOperationException>(session.Lend);
        lease.Dispose();
        _driver = Working();
        Assert.True(session.Open().IsSuccess);
        Assert.Equal(2, session.Epoch);
    }

    [Fact]
    public void Abandon_Open_LibraryIsLeftAloneUntilTheCallIsBack()
    {
        NvmlSession session = Session();
        session.Open();
        TaskCompletionSource call = new();
        StubDriver stuck = _driver;

        session.Abandon(call.Task);
        Assert.Equal(NvmlSessionState.Closed, session.State);
        Assert.False(stuck.IsDisposed);
        call.SetResult();
        _driver = Working();
        session.Open();

        Assert.True(stuck.IsDisposed);
        Assert.False(_driver.IsDisposed);
    }

    [Fact]
    public void Close_ACallIsStillInside_NeitherShutsDownNorUnloadsUnderIt()
    {
        NvmlSession session = Session();
        session.Open();
        TaskCompletionSource call = new();
        session.Hold(call.Task);

        session.Close();

        Assert.False(_driver.IsDisposed);
        Assert.Equal(NvmlSessionState.Closed, session.State);
    }

    [Fact]
    public void Lend_ACallIsStillInside_IsRefusedSinceTheDriverIsHeld()
    {
        NvmlSession session = Session();
        session.Open();
        TaskCompletionSource call = new();
        session.Hold(call.Task);

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(session.Lend);

        Assert.Contains("still holds the driver", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(NvmlSessionState.Open, session.State);
        call.SetResult();
        session.Lend().Dispose();
    }

    [Fact]
    public void Lent_WhateverHappens_StaysLentUntilGivenBack()
    {
        NvmlSession session = Session();
        session.Open();
        NvmlLease lease = session.Lend();

        session.Abandon(Task.CompletedTask);
        session.Close();

        Assert.Equal(NvmlSessionState.Lent, session.State);
        lease.Dispose();
        lease.Dispose();
        Assert.Equal(NvmlSessionState.Closed, session.State);
    }

    [Fact]
    public void GiveBack_SessionOpenAgain_DoesNotCloseIt()
    {
        NvmlSession session = Session();
        NvmlLease lease = session.Lend();
        lease.Dispose();
        session.Open();

        lease.Dispose();

        Assert.Equal(NvmlSessionState.Open, session.State);
    }

    private static StubDriver Working() => new StubDriver()
        .With(NvmlFunction.Init_v2, &StubDriver.Succeed)
        .With(NvmlFunction.Shutdown, &StubDriver.Succeed);

    private NvmlSession Session() => new(() => _driver, new NvmlErrorLedger());
}
