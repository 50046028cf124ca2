using System.Globalization;
using System.Text.Json;
using Optimizer.Host.Cli;
using Optimizer.Host.Planning;
using Optimizer.Host.Tests.Support;
using Optimizer.Planning.Online;

namespace Optimizer.Host.Tests.Planning;

public sealed class PlaceVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string OutputPath => Path.Combine(_folder.Path, "out.csv");

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Place_AllPolicies_WritesTheColumnsOfTheReferenceAndTheMoves()
    {
        Assert.True(await Place(Jobs(), policies: [.. OnlinePolicies.All]) == 0, _error.ToString());

        string[] rows = File.ReadAllLines(OutputPath);
        Assert.Equal("offered_load,policy,accepted_percent,accepted_gpc_time_percent,accepted_7g_percent,moves_per_100_accepted,fragmentation_percent,active_gpus", rows[0]);
        Assert.Equal(OnlinePolicies.All.Select(policy => $"0.9,{policy.Name}"), rows[1..].Select(row => string.Join(',', row.Split(',')[..2])));
        Assert.All(rows[1..], row => Assert.Matches(@"^0\.9,[a-z-]+(,[0-9]+\.[0-9]{2}){4}(,[0-9]+\.[0-9]{2}){2}$|^0\.9,repack(,[0-9]+\.[0-9]{2}){4},,$", row));
        string[] moves = File.ReadAllLines(Path.ChangeExtension(OutputPath, ".moves.csv"));
        Assert.Equal("offered_load,policy,seed,time_s,request,profile,from_gpu,from_start,to_gpu,to_start,for_request", moves[0]);
        Assert.Contains(moves, row => row.StartsWith("0.9,value-moves,1,", StringComparison.Ordinal));
        Assert.All(moves[1..], row => Assert.NotEqual(row.Split(',')[6..8], row.Split(',')[8..10]));
        Assert.Contains("out.csv: 600 requests on 8 GPUs, mean of seeds 1 to 2; moves in ", _output.ToString());
    }

    [Fact]
    public async Task Place_Twice_WritesTheSameBytes()
    {
        string input = Jobs();
        await Place(input, [OnlinePolicies.Default]);
        string[] first = [File.ReadAllText(OutputPath), File.ReadAllText(Path.ChangeExtension(OutputPath, ".moves.csv"))];
        await Place(input, [OnlinePolicies.Default]);

        string[] second = [File.ReadAllText(OutputPath), File.ReadAllText(Path.ChangeExtension(OutputPath, ".moves.csv"))];
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Place_Json_HasTheFiguresAndEachSeed()
    {
        Assert.Equal(0, await Place(Jobs(), [OnlinePolicies.Default], json: true));

        JsonElement figures = Assert.Single(JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("figures").EnumerateArray().ToArray());
        Assert.Equal("value-moves", figures.GetProperty("policy").GetString());
        Assert.Equal(2, figures.GetProperty("seeds").GetArrayLength());
        Assert.All(figures.GetProperty("seeds").EnumerateArray(), seed => Assert.Equal(600, seed.GetProperty("requests").GetInt32()));
    }

    [Fact]
    public async Task Place_RowsForSeveralGpus_AreLeftOutWithANote()
    {
        Assert.Equal(0, await Place(_folder.Write("in.csv", "duration_s,num_gpu,mig_g\n100,1,7\n100,2,\n100,8,\n"), [OnlinePolicies.Default]));

        Assert.Contains("in.csv: 2 rows left out that do not ask for one GPU", _error.ToString());
    }

    [Theory]
    [InlineData("h100-80gb-sxm", 1, "1g.10gb")]
    [InlineData("h100-80gb-sxm", 2, "2g.20gb")]
    [InlineData("h100-80gb-sxm", 5, "7g.80gb")]
    [InlineData("a30-24gb", 3, "4g.24gb")]
    public void Smallest_ComputeSlices_IsThePlainProfileThatCoversThem(string board, int slices, string profile)
    {
        Assert.True(Simulation.Boards.BoardGeometry.TryCreate(Simulation.Boards.BoardCatalogue.Find(board)!, out Optimizer.Model.Mig.MigGeometry? geometry, out _));

        Assert.Equal(profile, PlaceInputs.Smallest(geometry, slices)!.Name);
    }

    [Theory]
    [InlineData("the file is empty, expected a header with duration_s and mig_g or profile", "")]
    [InlineData("in.csv: no request for one GPU in it", "duration_s,mig_g\n")]
    [InlineData("in.csv:1: unknown column \"durations\", expected some of job_id, duration_s", "durations,mig_g\n1,1\n")]
    [InlineData("in.csv:1: no column duration_s: how long each request runs", "mig_g\n1\n")]
    [InlineData("in.csv:1: two columns mig_g, expected one", "duration_s,mig_g,mig_g\n1,1,1\n")]
    [InlineData("in.csv:1: expected one of the columns mig_g (compute slices) and profile", "duration_s\n1\n")]
    [InlineData("in.csv:3: duration_s \"-5\" is negative; a request ends after it started", "duration_s,mig_g\n60,1\n-5,1\n")]
    [InlineData("in.csv:2: duration_s \"soon\" is not a number of seconds", "duration_s,mig_g\nsoon,1\n")]
    [InlineData("in.csv:2: duration_s \"\" is not a number of seconds", "duration_s,mig_g\n,1\n")]
    [InlineData("in.csv:2: mig_g \"0\" is not a whole number from 1", "duration_s,mig_g\n60,0\n")]
    [InlineData("in.csv:2: mig_g 8 is more than the 7 compute slices of the widest profile: 7g.80gb", "duration_s,mig_g\n60,8\n")]
    [InlineData("in.csv:3: profile \"3g.48gb\" is none of the GPU's: 7g.80gb", "duration_s,profile\n60,3g.40gb\n60,3g.48gb\n")]
    [InlineData("in.csv:2: num_gpu \"one\" is not a whole number from 0", "duration_s,mig_g,num_gpu\n60,1,one\n")]
    [InlineData("in.csv:3: job_id \"a\" is that of line 2; each request has its own", "job_id,duration_s,mig_g\na,60,1\na,60,1\n")]
    [InlineData("in.csv:2: 3 fields, expected 2", "duration_s,mig_g\n60,1,5\n")]
    public async Task Place_BadFile_SaysWhereAndWhat(string message, string text)
    {
        Assert.Equal(ExitCode.Refused, await Place(_folder.Write("in.csv", text), [OnlinePolicies.Default]));

        Assert.StartsWith("gpu-optimizer place: ", _error.ToString());
        Assert.Contains(message, _error.ToString());
        Assert.False(File.Exists(OutputPath));
    }

    [Fact]
    public async Task Place_UnknownGpu_NamesTheKnownOnes()
    {
        Assert.Equal(ExitCode.Refused, await Place(Jobs(), [OnlinePolicies.Default], gpu: "h100-80gb"));

        Assert.Matches("no GPU model 'h100-80gb'.* Known: .*h100-80gb-sxm", _error.ToString());
    }

    // Jobs of our own making: mostly whole GPUs, three kinds that differ in length.
    private string Jobs()
    {
        Random random = new(11);
        IEnumerable<string> rows = Enumerable.Range(0, 600).Select(at =>
        {
            int kind = random.Next(3), slices = random.NextDouble() < 0.7 ? 7 : random.Next(1, 5);
            double seconds = -Math.Log(1 - random.NextDouble()) * 200 * Math.Pow(4, kind);
            return string.Create(CultureInfo.InvariantCulture, $"j{at},{seconds:0},{slices},kind-{kind}");
        });
        return _folder.Write("in.csv", "job_id,duration_s,mig_g,class\n" + string.Join('\n', rows) + "\n");
    }

    private Task<int> Place(string input, OnlinePolicy[] policies, bool json = false, string gpu = "h100-80gb-sxm") => PlaceVerb.RunAsync(
        new PlaceRequest
        {
            Requests = input,
            Gpus = 8,
            Loads = [0.9],
            OutputPath = OutputPath,
            Policies = [.. policies],
            Seed = 1,
            Seeds = 2,
            Gpu = gpu,
            Json = json,
            Output = _output,
            Error = _error,
        },
        CancellationToken.None);
}
