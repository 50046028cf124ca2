using System.Text.Json;
using System.Text.RegularExpressions;
using Optimizer.Host.Cli;
using Optimizer.Host.Planning;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Planning;

public sealed class SizeVerbTests : IDisposable
{
    private const string Speeds = """
        model,mig_g,batch,mps_procs,throughput_per_process_s,latency_s,throughput_total_s
        bert,1,8,1,100,0.079,100.000
        bert,1,8,3,40,0.150,120.000
        bert,1,64,5,0,0,0.000
        bert,7,8,1,300,0.037,300.000
        vgg16,1,8,1,260,0.033,260.000
        vgg16,3,8,1,840,0.011,840.000

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string OutputPath => Path.Combine(_folder.Path, "out.csv");

    private string PlacementsPath => Path.Combine(_folder.Path, "out.placements.csv");

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Size_Scenarios_WritesTheTwoFilesOfTheInterface()
    {
        Assert.Equal(0, await Size(Speeds, "scenario,model,request_rate_per_s,slo_latency_ms\nS1,vgg16,900,200\nS1,bert,250,200\nS2,bert,10,100\n"));

        Assert.Matches(@"^scenario,gpus,lower_bound,milliseconds\nS1,1,1,[0-9]+\.[0-9]{3}\nS2,1,1,[0-9]+\.[0-9]{3}\n$", File.ReadAllText(OutputPath));
        string[] rows = File.ReadAllLines(PlacementsPath);
        Assert.Equal("scenario,gpu,profile,start,service,batch,processes", rows[0]);
        Assert.Equal("S2,0,7g.80gb,0,bert,8,1", rows[^1]);
        Assert.All(rows[1..], static row => Assert.Matches(@"^S[12],0,[1-7]g\.[0-9]+gb,[0-7],(bert|vgg16),8,1$", row));
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Size_Table_MatchesGolden()
    {
        Assert.Equal(0, await Size(Speeds, "scenario,model,request_rate_per_s,slo_latency_ms\nquiet,bert,35,200\nbusy,vgg16,9000,200\nbusy,bert,350,400\n"));

        GoldenFile.Matches("size.txt", Regex.Replace(_output.ToString(), @" *[0-9]+\.[0-9]+(?= ms|\n)|[0-9]+(?= ms\.)", " T", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Size_ImpossibleServices_AreAllNamedAndNothingIsWritten()
    {
        Assert.Equal(ExitCode.Refused, await Size(Speeds, """
            scenario,model,request_rate_per_s,slo_latency_ms
            S1,bert,350,50
            S1,vgg16,0,200
            S2,vgg16,10,200
            S3,bart,10,200
            S4,bert,10,200
            S4,bert,20,200

            """));

        GoldenFile.Matches("size-refused.txt", _error.ToString());
        Assert.False(File.Exists(OutputPath) || File.Exists(PlacementsPath));
    }

    [Fact]
    public async Task Size_BadTable_IsNamedOnceNotForEachScenario()
    {
        Assert.Equal(ExitCode.Refused, await Size(Speeds + "bert,1,8,1,100,0.079,100.000\n", "scenario,model,request_rate_per_s,slo_latency_ms\nS1,bert,1,500\nS2,bert,1,500\n"));

        Assert.Equal("gpu-optimizer size: bert on 1g.10gb, batch 8, processes 1: measured twice; keep one of them\n", _error.ToString());
    }

    [Theory]
    [InlineData("profiles.csv:2: batch \"1.5\" is not a whole number\n", "bert,1,1.5,1,1,1,1")]
    [InlineData("profiles.csv:2: latency_s \"NaN\" is not a number; write digits with a decimal point\n", "bert,1,1,1,1,NaN,1")]
    [InlineData("profiles.csv:2: throughput_total_s \"\" is not a number", "bert,1,1,1,1,1,")]
    [InlineData("profiles.csv:2: model is empty, expected a name", ",1,1,1,1,1,1")]
    [InlineData("profiles.csv:2: a100-80gb has no profile \"5\" (mig_g), expected compute slices or one of 1g, 1gL, 2g, 3g, 4g, 7g, or in full ", "bert,5,1,1,1,1,1")]
    [InlineData("profiles.csv:2: 6 fields, expected 7 as in the header", "bert,5,1,1,1,1")]
    public async Task Size_BadSpeedRow_SaysWhereAndWhat(string message, string row)
    {
        Assert.Equal(ExitCode.Refused, await Size(Speeds.Split('\n')[0] + "\n" + row + "\n", "scenario,model,request_rate_per_s,slo_latency_ms\nS1,bert,1,500\n"));

        Assert.Contains(message, _error.ToString());
    }

    [Theory]
    [InlineData("services.csv: the file has a header and no rows\n", "scenario,model,request_rate_per_s,slo_latency_ms\n")]
    [InlineData("services.csv:1: the header is \"scenario,model,rate\" and has no column request_rate_per_s", "scenario,model,rate\nS1,bert,1\n")]
    [InlineData("services.csv:2: request_rate_per_s \"many\" is not a number; write digits with a decimal point\n", "scenario,model,request_rate_per_s,slo_latency_ms\nS1,bert,many,500\n")]
    [InlineData("services.csv:2: scenario is empty, expected a name\n", "scenario,model,request_rate_per_s,slo_latency_ms\n,bert,1,500\n")]
    public async Task Size_BadServices_SaysWhereAndWhat(string message, string text)
    {
        Assert.Equal(ExitCode.Refused, await Size(Speeds, text));

        Assert.Contains(message, _error.ToString());
    }

    [Fact]
    public async Task Size_Json_SaysWhatIsProven()
    {
        Assert.Equal(0, await Size(Speeds, "scenario,model,request_rate_per_s,slo_latency_ms\nS1,vgg16,9000,200\n", json: true));

        using JsonDocument json = JsonDocument.Parse(_output.ToString());
        JsonElement row = json.RootElement.GetProperty("scenarios")[0];
        Assert.Equal(("S1", 1, 5, 5, true), (row.GetProperty("scenario").GetString(), row.GetProperty("services").GetInt32(), row.GetProperty("gpus").GetInt32(), row.GetProperty("lowerBound").GetInt32(), row.GetProperty("proven").GetBoolean()));
    }

    [Fact]
    public async Task Size_WholeLatencyLimit_AdmitsWhatTheDefaultShareRefuses()
    {
        const string Services = "scenario,model,request_rate_per_s,slo_latency_ms\nS1,bert,35,50\n";

        Assert.Equal(ExitCode.Refused, await Size(Speeds, Services));
        Assert.Contains("S1: bert: no profile answers within 0.45 x 50 ms = 22.5 ms", _error.ToString());
        Assert.Equal(0, await Size(Speeds, Services, share: 1));
    }

    private Task<int> Size(string speeds, string services, bool json = false, decimal share = 0.45m) => SizeVerb.RunAsync(
        new SizeRequest
        {
            Profiles = _folder.Write("profiles.csv", speeds),
            Services = _folder.Write("services.csv", services),
            OutputPath = OutputPath,
            MaxProcesses = 3,
            LatencyShare = share,
            Gpu = GpuChoice.Default,
            Json = json,
            Output = _output,
            Error = new PathlessWriter(_error, _folder.Path),
        },
        CancellationToken.None);

    /// <summary>Leaves out the test's own folder, which differs each time.</summary>
    private sealed class PathlessWriter(StringWriter inner, string folder) : StringWriter
    {
        public override void WriteLine(string? value) => inner.Write((value ?? "").Replace(folder + "/", "", StringComparison.Ordinal) + "\n");
    }
}
