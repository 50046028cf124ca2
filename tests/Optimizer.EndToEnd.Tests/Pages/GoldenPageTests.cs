using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.EndToEnd.Tests.Pages;

/// <summary>What an operator sees of each scenario, byte for byte. A change of any family, label or value shows here and is reviewed.</summary>
public sealed class GoldenPageTests
{
    public static TheoryData<string> Scenarios() => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Page_OfEachScenario_MatchesGolden(string scenario)
    {
        GoldenFile.Matches($"{scenario}.txt", await ScenarioPages.RenderAsync(scenario));
    }

    [Theory]
    [InlineData("dgx-h100")]
    [InlineData("broken")]
    public async Task Page_SameSeedAndTimes_SameBytes(string scenario)
    {
        Task<string> first = Task.Run(() => ScenarioPages.RenderAsync(scenario));
        Task<string> second = Task.Run(() => ScenarioPages.RenderAsync(scenario)); // beside it: nodes must not share anything

        Assert.Equal(await first, await second);
    }
}
