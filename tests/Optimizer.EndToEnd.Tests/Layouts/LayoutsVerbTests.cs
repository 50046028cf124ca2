using Optimizer.EndToEnd.Tests.Tools;
using Optimizer.Host.Cli;

namespace Optimizer.EndToEnd.Tests.Layouts;

/// <summary>The verbs as the executable wires them, without a process around them.</summary>
public sealed class LayoutsVerbTests
{
    [Theory]
    [InlineData("a30-24gb")]
    [InlineData("h100-80gb-sxm")]
    [InlineData("rtx-pro-6000-blackwell")]
    public async Task Layouts_Maximal_MatchesGolden(string gpu)
    {
        (int code, string output, string error) = await InvokeAsync("layouts", "--gpu", gpu, "--maximal");

        Assert.Equal((0, ""), (code, error));
        GoldenFile.Matches($"layouts-{gpu}.txt", output);
    }

    [Fact]
    public async Task Layouts_Json_MatchesGolden()
    {
        (int code, string output, string error) = await InvokeAsync("layouts", "--gpu", "a30-24gb", "--json");

        Assert.Equal((0, ""), (code, error));
        GoldenFile.Matches("layouts-a30-24gb.json", output);
    }

    [Fact]
    public async Task Layouts_UnknownGpu_ExitsWith1AndNamesTheNearest()
    {
        (int code, string output, string error) = await InvokeAsync("layouts", "--gpu", "h100-80gb-smx");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("no GPU model 'h100-80gb-smx'. Did you mean 'h100-80gb-sxm'? Known: a30-24gb, ", error);
    }

    [Fact]
    public async Task Run_UnknownScenario_ExitsWith1AndListsThem()
    {
        (int code, string output, string error) = await InvokeAsync("run", "--simulate", "nope");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("There is no scenario 'nope': neither one of broken, dgx-h100, hgx-b200, rtx-pro-6000, single-a30, two-a100 nor a file", error);
    }

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await CommandLine.InvokeAsync(arguments, Host.Program.Handlers, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
