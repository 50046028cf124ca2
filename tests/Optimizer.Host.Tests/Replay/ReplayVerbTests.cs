using System.Text.Json;
using Optimizer.Host.Cli;
using Optimizer.Host.Replay;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Replay;

public sealed class ReplayVerbTests : IDisposable
{
    private const string Services = "service,model,slo_latency_ms,restart_s,qos\nchat,7b,50,20,guaranteed\nsearch,bert,,5,burstable\n";
    private const string Capacity = "service,profile,requests_per_s\nchat,1g.10gb,10\nchat,2g.20gb,22\nsearch,1g.10gb,100\n";
    private const string Demand = "t_s,chat,search\n600,5,50\n1200,25,50\n1800,25,0\n2400,5,0\n";

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string Out => Path.Combine(_folder.Path, "out");

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Replay_DemandRises_ServesItAfterTheRestartAndSaysWhy()
    {
        Assert.True(await Replay(Services, Capacity, Demand) == 0, _error.ToString());

        Dictionary<string, string>[] windows = Rows("windows.csv");
        Assert.Equal(["600", "1200", "1800", "2400"], windows.Select(window => window["t_s"]));
        Assert.Equal(["5", "25", "25", "5"], windows.Select(window => window["chat_demand"]));
        double late = Number(windows[1], "chat_violation_s");
        Assert.InRange(late, 60, 180); // a minute until it is seen, and twice a restart of 20 s
        Assert.Equal(0, Number(windows[2], "chat_violation_s"));
        Assert.True(Number(windows[2], "chat_ready") >= 25);

        JsonElement[] decisions = [.. File.ReadAllLines(Path.Combine(Out, "decisions.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Contains(decisions, decision => decision.GetProperty("t_s").GetDouble() is > 1200 and < 1400 && decision.GetProperty("steps").EnumerateArray().Any(step => step.GetProperty("kind").GetString() == "start"));
        Assert.All(decisions, decision => Assert.Equal("committed", decision.GetProperty("life").GetString()));
        Dictionary<string, string> summary = Assert.Single(Rows("summary.csv"));
        Assert.Equal("cost", summary["policy"]);
        Assert.Equal("1", summary["peak_gpus"]);
        Assert.Contains("unmovable stopped", _output.ToString());
    }

    [Fact]
    public async Task Replay_TheExampleOfTheReadme_IsTheOneTestedHere()
    {
        string folder = Path.Combine(Repository.Root, "tests", "Optimizer.Host.Tests", "Replay", "Example");

        Assert.Equal([Services, Capacity, Demand], new[] { "services", "capacity", "demand" }.Select(name => File.ReadAllText(Path.Combine(folder, name + ".csv"))));
        Assert.Contains("tests/Optimizer.Host.Tests/Replay/Example/demand.csv", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")));
    }

    [Fact]
    public async Task Replay_Twice_WritesTheSameBytesButForMeasuredTimes()
    {
        await Replay(Services, Capacity, Demand);
        string[] first = Written();
        await Replay(Services, Capacity, Demand);

        Assert.Equal(first, Written());

        string[] Written() =>
        [
            File.ReadAllText(Path.Combine(Out, "windows.csv")),
            File.ReadAllText(Path.Combine(Out, "decisions.jsonl")),
            string.Join(',', File.ReadAllLines(Path.Combine(Out, "summary.csv"))[1].Split(',')[..^2]),
        ];
    }

    [Fact]
    public async Task Replay_StaticPolicy_StartsNothing()
    {
        Assert.Equal(0, await Replay(Services, Capacity, Demand, policy: "static"));

        Assert.All(Rows("windows.csv"), window => Assert.Equal("0", window["gpus_peak"]));
    }

    [Fact]
    public async Task Replay_WrongFiles_SaysEverythingAtOnceWithItsPlace()
    {
        string services = "service,model,slo_latency_ms,restart_s,qos\nchat,7b,0,x,gold\nsearch,bert,,5,burstable\nchat,7b,,5,burstable\n";
        string capacity = "service,profile,requests_per_s\nchat,1g.11gb,10\nchta,1g.10gb,-1\n";
        string demand = "t_s,chat,serach\n0,5,50\n600,-1,50\n600,5,x\n";

        Assert.Equal(ExitCode.Refused, await Replay(services, capacity, demand));

        string[] said = _error.ToString().Split('\n');
        string[] expected =
        [
            "services.csv:2:3: slo_latency_ms is \"0\", expected milliseconds above 0",
            "services.csv:2:4: restart_s is \"x\", expected seconds from 0 to 86400",
            "services.csv:2:5: qos is \"gold\", expected one of guaranteed, burstable, best-effort",
            "services.csv:4:1: service \"chat\" is that of",
            "capacity.csv:2:2: profile is \"1g.11gb\", expected a profile of a100-80gb: ",
            "capacity.csv:3:1: service is \"chta\", expected a service of the file of services; did you mean \"chat\"?",
            "capacity.csv:3:3: requests_per_s is \"-1\", expected a rate above 0",
            "demand.csv:3:2: chat is \"-1\", expected requests per second, 0 or more",
            "demand.csv:4:1: t_s is 600, expected more than 600 of the row before",
            "demand.csv:4:3: serach is \"x\", expected requests per second, 0 or more",
            "services.csv:3:1: search has no capacity on a profile of a100-80gb",
        ];
        Assert.All(expected, sentence => Assert.Contains(said, line => line.Contains(sentence, StringComparison.Ordinal)));
        Assert.False(File.Exists(Path.Combine(Out, "summary.csv")));
    }

    [Fact]
    public async Task Replay_UnknownGpu_NamesTheNearest()
    {
        Assert.Equal(ExitCode.Refused, await Replay(Services, Capacity, Demand, gpu: "a100-80g"));

        Assert.Contains("Did you mean 'a100-80gb'?", _error.ToString());
    }

    [Fact]
    public async Task Replay_Stopped_LeavesNoFiles()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Replay(Services, Capacity, Demand, cancellationToken: stop.Token));

        Assert.Empty(Directory.GetFiles(Out));
    }

    [Theory]
    [InlineData(600, 300)]
    [InlineData(300, 300)]
    [InlineData(180, 180)]
    [InlineData(60, 60)]
    [InlineData(10, 60)]
    public void BinOf_Windows_IsTheLongestThatFitsThemAndAQuarterOfAnHour(int window, int bin) => Assert.Equal(bin, ReplayDemand.BinOf(window));

    private Task<int> Replay(string services, string capacity, string demand, string? policy = null, string gpu = "a100-80gb", CancellationToken cancellationToken = default) => ReplayVerb.RunAsync(
        new ReplayRequest
        {
            Services = _folder.Write("services.csv", services),
            Capacity = _folder.Write("capacity.csv", capacity),
            Demand = _folder.Write("demand.csv", demand),
            Gpu = gpu,
            Gpus = 2,
            OutputFolder = Out,
            Policy = policy,
            Output = _output,
            Error = _error,
        },
        cancellationToken);

    private Dictionary<string, string>[] Rows(string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Out, file));
        string[] header = lines[0].Split(',');
        return [.. lines[1..].Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture);
}
