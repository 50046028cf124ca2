using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Simulation.Tests;

public sealed class ExportTests
{
    public static TheoryData<string> Scenarios => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Load_EmbeddedScenario_HasItsGpusAndRunsAllItsWorkloads(string name)
    {
        using TestNode node = new(Scenario.Load(name));
        int running = 0;
        for (int gpu = 0; gpu < node.Driver.GpuCount; gpu++)
        {
            Assert.StartsWith("GPU-", node.Text(NvmlFunction.DeviceGetUUID, node.Gpu((uint)gpu)), StringComparison.Ordinal);
            running += node.Driver.Gpus[gpu].Processes.Count;
        }

        Assert.Equal(node.Node.Scenario.WorkloadNames.Length + node.Node.Scenario.Plan.Services.Sum(static service => service.At.Length), running);
    }

    [Fact]
    public void TryGetSymbol_NewestDriver_ExportsEveryFunctionOfTheBinding()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        Assert.All(Enum.GetValues<NvmlFunction>(), function => Assert.NotEqual(0, node.Find(function)));
        Assert.Equal(121, NvmlFunctionNames.Count);
    }

    [Fact]
    public void TryGetSymbol_DriverOfBranch535_LacksWhatCameLater()
    {
        using TestNode node = new(Scenario.Load("single-a30"));
        Assert.Equal(0, node.Find(NvmlFunction.DeviceGetTemperatureV));
        Assert.Equal(0, node.Find(NvmlFunction.DeviceGetGpuFabricInfoV));
        Assert.Equal(0, node.Find(NvmlFunction.DeviceGetRemappedRows_v2));
        Assert.NotEqual(0, node.Find(NvmlFunction.DeviceGetCurrentClocksEventReasons));
        Assert.NotEqual(0, node.Find(NvmlFunction.GpmMigSampleGet));
    }

    [Fact]
    public void Dispose_SymbolSource_CanBeOpenedAgainOnTheSameNode()
    {
        using SimulatedNode node = SimulatedNode.Create(Scenario.Load("two-a100"), 1, TimeProvider.System);
        Nvml.Symbols.INvmlSymbolSource first = node.CreateSymbolSource();
        Assert.True(first.TryGetSymbol("nvmlInit_v2", out nint address));
        first.Dispose();
        Assert.False(first.TryGetSymbol("nvmlInit_v2", out _));
        using Nvml.Symbols.INvmlSymbolSource second = node.CreateSymbolSource();
        Assert.True(second.TryGetSymbol("nvmlInit_v2", out nint again));
        Assert.Equal(address, again);
    }

    [Fact]
    public void All_Boards_CoverTheProductsAnOperatorRuns()
    {
        string[] wanted = ["a30-24gb", "a100-40gb", "a100-80gb", "h100-80gb-sxm", "h200-141gb-sxm", "b200-180gb", "rtx-pro-6000-blackwell"];
        Assert.All(wanted, key => Assert.NotNull(BoardCatalogue.Find(key)));
        Assert.All(BoardCatalogue.All, board => Assert.Equal(board.MemorySlices, board.Whole.MemorySlices));
    }
}
