using Optimizer.Host.Cli;
using Optimizer.Host.Planning;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Planning;

/// <summary>What <c>--help</c> shows can be typed as it stands, from the root of the repository.</summary>
public sealed class PlanningExamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Examples => [.. PlanningCommands.PackExamples, .. PlanningCommands.SizeExamples, .. PlaceCommand.Examples];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_OfAPlanningVerb_RunsAndWritesItsFile(string example)
    {
        string[] words = example.Split(' ')[1..];
        for (int at = 1; at < words.Length; at++)
        {
            words[at] = words[at - 1] switch
            {
                "--requests" or "--profiles" or "--services" => Path.Combine(Repository.Root, words[at]),
                "--out" => Path.Combine(_folder.Path, words[at]),
                _ => words[at],
            };
        }

        using StringWriter output = new(), error = new();
        CommandHandlers handlers = new()
        {
            Run = static (_, _) => Task.FromResult(-1),
            Layouts = static (_, _) => Task.FromResult(-1),
            Operate = static (_, _) => Task.FromResult(-1),
            Forecast = static (_, _) => Task.FromResult(-1),
            Backtest = static (_, _) => Task.FromResult(-1),
            Pack = PackVerb.RunAsync,
            Size = SizeVerb.RunAsync,
            Place = PlaceVerb.RunAsync,
            Replay = static (_, _) => Task.FromResult(-1),
        };

        Assert.True(await CommandLine.InvokeAsync(words, handlers, output, error, CancellationToken.None) == 0, error.ToString());
        Assert.True(File.Exists(words[Array.IndexOf(words, "--out") + 1]));
    }
}
