using Optimizer.Host.Cli;
using Optimizer.Host.Operating;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Operating;

public sealed class OperateVerbTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("status", false)]
    [InlineData("status", true)]
    [InlineData("plan", false)]
    [InlineData("plan", true)]
    [InlineData("explain", false)]
    [InlineData("explain", true)]
    [InlineData("history", false)]
    [InlineData("history", true)]
    [InlineData("pause", false)]
    [InlineData("pause", true)]
    public async Task Answer_EachVerb_MatchesGolden(string verb, bool json)
    {
        await using RunningControl control = await RunningControl.StartAsync();

        Assert.Equal(ExitCode.Ok, await Run(control.Path, Request(Enum.Parse<OperatorVerb>(verb, ignoreCase: true)) with { Json = json }));

        Assert.Equal("", _error.ToString());
        string version = Optimizer.Host.Http.ProductVersion.Text;
        string text = _output.ToString()
            .Replace(version, "VERSION", StringComparison.Ordinal)
            .Replace(System.Text.Json.JsonEncodedText.Encode(version).ToString(), "VERSION", StringComparison.Ordinal);
        GoldenFile.Matches(json ? $"operate-{verb}.json" : $"operate-{verb}.txt", text);
    }

    [Fact]
    public async Task Answer_Refused_ExitsWith1AndTheSentence()
    {
        await using RunningControl control = await RunningControl.StartAsync();

        Assert.Equal(ExitCode.Refused, await Run(control.Path, Request(OperatorVerb.Approve) with { Generation = 42 }));

        Assert.Equal("gpu-optimizer approve: Plan 42 is not the one proposed, which is 43.\n", _error.ToString());
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task Answer_NoPlanYet_ExitsWith1AndSaysWhy()
    {
        FakeOperator loop = new();
        loop.Report = loop.Report! with { Plan = null, Configured = Optimizer.Model.Acting.OperatingMode.Observe };
        await using RunningControl control = await RunningControl.StartAsync(loop: loop);

        Assert.Equal(ExitCode.Refused, await Run(control.Path, Request(OperatorVerb.Explain)));
        Assert.Contains("the mode is observe. Set mode: recommend", _error.ToString());
    }

    [Fact]
    public async Task NobodyAnswers_ExitsWith3_WhatWasTriedAndWhatToDo()
    {
        int code = await OperateVerb.RunAsync(Request(OperatorVerb.Status), ["/nonexistent/a.sock", "/nonexistent/b.sock"], named: false, CancellationToken.None);

        Assert.Equal(ExitCode.NotReachable, code);
        GoldenFile.Matches("operate-unreachable.txt", _error.ToString());
    }

    [Fact]
    public async Task FirstPlaceIsDead_TheNextIsAsked()
    {
        await using RunningControl control = await RunningControl.StartAsync();

        Assert.Equal(ExitCode.Ok, await OperateVerb.RunAsync(Request(OperatorVerb.Resume), ["/nonexistent/a.sock", control.Path], named: true, CancellationToken.None));
        Assert.Equal("It goes on in mode enforce.\n", _output.ToString());
    }

    private OperatorRequest Request(OperatorVerb verb) => new() { Verb = verb, Output = _output, Error = _error };

    private static Task<int> Run(string socket, OperatorRequest request) => OperateVerb.RunAsync(request, [socket], named: true, CancellationToken.None);
}
