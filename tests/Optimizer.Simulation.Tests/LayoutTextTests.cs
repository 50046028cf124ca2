using Optimizer.Nvml.Native;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Simulation.Tests;

/// <summary>A layout survives the process that simulates it as text.</summary>
public sealed class LayoutTextTests
{
    [Fact]
    public void CutAs_LayoutOfAnotherRun_IsThatLayout()
    {
        Scenario scenario = Scenario.Load("dgx-h100");
        using SimulatedNode before = SimulatedNode.Create(scenario, 1, new ManualTimeProvider());
        Assert.Equal(NvmlReturn.Success, before.Driver.DestroyInstance(4, 2, evict: true));
        Assert.Equal(NvmlReturn.Success, before.Driver.CreateInstance(4, "1g.10gb", 4));
        string left = before.Driver.LayoutText();

        using SimulatedNode after = SimulatedNode.Create(scenario.CutAs(left), 1, new ManualTimeProvider());

        Assert.Equal(left, after.Driver.LayoutText());
        Assert.NotEqual(left, SimulatedNode.Create(scenario, 1, new ManualTimeProvider()).Driver.LayoutText());
        Assert.Contains("mig 4g.40gb@0 1g.10gb@4\n", left, StringComparison.Ordinal);
        Assert.Contains("3g.40gb@4/2c+1c", left, StringComparison.Ordinal);
        Assert.EndsWith("whole\nwhole\n", left, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mig\n")]
    [InlineData("mig 9g.90gb@0\nwhole\n")]
    [InlineData("mig 2g.20gb@1\nwhole\n")]
    [InlineData("mig\nwhole 1g.10gb@0\n")]
    [InlineData("what\nwhole\n")]
    public void CutAs_NoLayoutOfTheseGpus_ChangesNothing(string text)
    {
        Scenario scenario = Scenario.Load("two-a100");

        Assert.Same(scenario, scenario.CutAs(text));
    }
}
