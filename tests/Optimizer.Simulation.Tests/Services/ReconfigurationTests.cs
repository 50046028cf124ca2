using Optimizer.Nvml.Native;
using Optimizer.Nvml.Symbols;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Simulation.Tests.Services;

public sealed class ReconfigurationTests
{
    [Theory]
    [InlineData("a30-24gb", "1g.6gb", 0.11, 0.1)]
    [InlineData("a100-80gb", "3g.40gb", 0.2, 0.21)]
    [InlineData("h100-80gb-sxm", "7g.80gb", 0.42, 0.26)]
    [InlineData("b200-180gb", "1g.23gb", 0.16, 0.21)]
    public void Table_BoardAndProfile_GivesThePublishedSeconds(string key, string profile, double create, double destroy)
    {
        SimulatedBoard board = BoardCatalogue.Find(key)!;
        BoardProfile found = board.FindProfile(profile) ?? board.Profiles[0];
        Assert.Equal((create, destroy), (ReconfigurationTable.CreateSeconds(board, found), ReconfigurationTable.DestroySeconds(board, found)));
    }

    [Fact]
    public unsafe void Create_ClockThatRunsByItself_LastsThePublishedTime()
    {
        ImpatientTime time = new();
        using SimulatedNode node = SimulatedNode.Create(Scenario.Parse("test", ServiceNode.Shop), 7, time);
        using INvmlSymbolSource symbols = node.CreateSymbolSource();
        Assert.True(symbols.TryGetSymbol(NvmlFunction.Init_v2.CName(), out nint init));
        Assert.True(symbols.TryGetSymbol(NvmlFunction.DeviceCreateGpuInstance.CName(), out nint create));
        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<int>)init)());
        uint profile = (uint)BoardCatalogue.Find("a100-80gb")!.FindProfile("2g.20gb")!.Id;
        nint instance;
        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<nint, uint, nint*, int>)create)(node.Driver.Gpus[1].Handle, profile, &instance));
        Assert.Equal([TimeSpan.FromSeconds(0.17)], time.Waits);

        // A refusal costs nothing.
        Assert.NotEqual(0, ((delegate* unmanaged[Cdecl]<nint, uint, nint*, int>)create)(node.Driver.Gpus[2].Handle, profile, &instance));
        Assert.Single(time.Waits);
    }

    /// <summary>A clock whose timers are over at once, and which remembers what was waited for.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            callback(state);
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
