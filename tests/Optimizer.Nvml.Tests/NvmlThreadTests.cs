using Microsoft.Extensions.Time.Testing;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Threading;

namespace Optimizer.Nvml.Tests;

public sealed class NvmlThreadTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static int s_nextHandle = 1000;

    private readonly FakeTimeProvider _time = new();
    private readonly INvmlExecutor _thread;
    private readonly NvmlThread _watched;
    private readonly NvmlLibrary _nvml;
    private readonly List<nint> _gates = [];

    public NvmlThreadTests()
    {
        _thread = _watched = new NvmlThread(_time, Deadline);
        _nvml = new NvmlLibrary(StubDriver.Gated(), new NvmlErrorLedger());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _gates.ForEach(gate => StubDriver.Gates[gate].Open.Set());
        await _thread.DisposeAsync();
        _nvml.Dispose();
    }

    [Fact]
    public async Task RunAsync_JobEnds_ValueComesBackFromAThreadOfItsOwn()
    {
        NvmlRun<string?> run = await _thread.RunAsync(() => Thread.CurrentThread.Name, CancellationToken.None);

        Assert.Equal("nvml", Assert.IsType<NvmlRun<string?>.Completed>(run).Value);
    }

    [Fact]
    public async Task RunAsync_JobThrows_ExceptionReachesTheCaller()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            _thread.RunAsync<int>(() => throw new InvalidTimeZoneException(), CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_CallOutlastsItsDeadline_CallerIsToldWhichCallAndOthersGoOn()
    {
        nint gate = NewGate();

        NvmlRun<uint>.Late late = await BlockAsync(gate);
        NvmlRun<int> next = await _thread.RunAsync(() => 5, CancellationToken.None);

        Assert.Equal(NvmlFunction.DeviceGetPowerUsage, late.Function);
        Assert.True(late.Elapsed >= Deadline);
        Assert.Equal(5, Assert.IsType<NvmlRun<int>.Completed>(next).Value);
        Assert.Equal(1, _watched.StuckThreads);
    }

    [Fact]
    public async Task RunAsync_LateCallReturnsAfterAll_RestOfTheJobIsNotRun()
    {
        nint gate = NewGate();
        bool wentOn = false;
        NvmlRun<uint>.Late late = await BlockAsync(gate, () => wentOn = true);

        StubDriver.Gates[gate].Open.Set();
        await late.Unwound.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        Assert.False(wentOn);
        Assert.Equal(0, _watched.StuckThreads);
    }

    [Fact]
    public async Task RunAsync_AllThreadsStuck_NewJobsAreLateAtOnce()
    {
        for (int index = 0; index < NvmlThread.MaxStuckThreads; index++)
        {
            await BlockAsync(NewGate());
        }

        NvmlRun<int> refused = await _thread.RunAsync(() => 5, CancellationToken.None);

        Assert.Null(Assert.IsType<NvmlRun<int>.Late>(refused).Function);
    }

    [Fact]
    public async Task RunAsync_SlowJobOfQuickCalls_IsNotLate()
    {
        nint gate = NewGate();
        Task<NvmlRun<uint>> job = _thread.RunAsync(() => _nvml.PowerUsageMilliwatts(gate).Value, CancellationToken.None);
        StubDriver.Gates[gate].Entered.Wait();
        _time.Advance(Deadline / 2);

        StubDriver.Gates[gate].Open.Set();

        Assert.Equal(7u, Assert.IsType<NvmlRun<uint>.Completed>(await job).Value);
    }

    [Fact]
    public async Task RunAsync_LongerDeadlineAsked_IsGivenTheTime()
    {
        nint gate = NewGate();
        Task<NvmlRun<uint>> job = _thread.RunAsync(() => _nvml.PowerUsageMilliwatts(gate).Value, Deadline * 10, CancellationToken.None);
        StubDriver.Gates[gate].Entered.Wait();
        _time.Advance(Deadline * 5);

        Assert.False(job.IsCompleted);
        StubDriver.Gates[gate].Open.Set();
        Assert.Equal(7u, Assert.IsType<NvmlRun<uint>.Completed>(await job).Value);
    }

    [Fact]
    public async Task RunAsync_ManyCallsJustWithinTheDeadline_JobIsCutOffAfterTwoDeadlines()
    {
        nint[] gates = [.. Enumerable.Range(0, 5).Select(_ => NewGate())];
        Task<NvmlRun<int>> job = _thread.RunAsync(
            () => gates.Sum(gate => (int)_nvml.PowerUsageMilliwatts(gate).Value), CancellationToken.None);

        int entered = 0;
        foreach (nint gate in gates)
        {
            if (!StubDriver.Gates[gate].Entered.Wait(TimeSpan.FromSeconds(10)))
            {
                break;
            }

            entered++;
            _time.Advance(Deadline * 0.8);
            if (await Task.WhenAny(job, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System)) == job)
            {
                break;
            }

            StubDriver.Gates[gate].Open.Set();
        }

        Assert.IsType<NvmlRun<int>.Late>(await job);
        Assert.Equal(3, entered); // 0.8, 1.6, 2.4 deadlines
    }

    private nint NewGate()
    {
        nint gate = Interlocked.Increment(ref s_nextHandle);
        StubDriver.Gates[gate] = (new ManualResetEventSlim(), new ManualResetEventSlim());
        _gates.Add(gate);
        return gate;
    }

    private async Task<NvmlRun<uint>.Late> BlockAsync(nint gate, Action? afterwards = null)
    {
        Task<NvmlRun<uint>> job = _thread.RunAsync(
            () =>
            {
                uint value = _nvml.PowerUsageMilliwatts(gate).Value;
                afterwards?.Invoke();
                return value;
            },
            CancellationToken.None);
        StubDriver.Gates[gate].Entered.Wait();
        _time.Advance(Deadline + TimeSpan.FromSeconds(1));
        return Assert.IsType<NvmlRun<uint>.Late>(await job);
    }
}
