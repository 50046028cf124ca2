using System.Text.Json;
using System.Text.RegularExpressions;
using Optimizer.Host.Cli;
using Optimizer.Host.Planning;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Planning;

public sealed class PackVerbTests : IDisposable
{
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
    public async Task Pack_ShortAndFullNames_WritesTheTwoFilesOfTheInterface()
    {
        Assert.Equal(0, await Pack("instance,mix,arrival_order\na,small,1g 3g 1gL 3g.40gb 7g\n\"b, two\",none,\n"));

        Assert.Matches(@"^instance,gpus,lower_bound,milliseconds\na,3,3,[0-9]+\.[0-9]{3}\n""b, two"",0,0,[0-9]+\.[0-9]{3}\n$", File.ReadAllText(OutputPath));
        Assert.Equal(
            """
            instance,gpu,profile,start,request
            a,0,7g.80gb,0,7g
            a,1,3g.40gb,0,3g
            a,1,3g.40gb,4,3g.40gb
            a,2,1g.10gb,4,1g
            a,2,1g.20gb,6,1gL

            """,
            File.ReadAllText(PlacementsPath));
        Assert.Equal("", _error.ToString());
        Assert.Matches(@"2 instances on a100-80gb: 3 GPUs, 2 proven the fewest\. Median [0-9.]+ ms, longest [0-9.]+ ms; prepared in [0-9]+ ms\.\n$", _output.ToString());
    }

    [Fact]
    public async Task Pack_Table_MatchesGolden()
    {
        Assert.Equal(0, await Pack("instance,arrival_order\nnight,1g 1g 2g\nday,7g 4g 3g 3g 3g 2g 1g\n"));

        GoldenFile.Matches("pack.txt", Regex.Replace(_output.ToString(), @" *[0-9]+\.[0-9]+(?= ms|\n)|[0-9]+(?= ms\.)", " T", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Pack_Json_IsOneDocument()
    {
        Assert.Equal(0, await Pack("instance,arrival_order\nday,7g 4g 3g 3g 3g 2g 1g\n", json: true, gpu: "h100-80gb-sxm"));

        using JsonDocument json = JsonDocument.Parse(_output.ToString());
        JsonElement day = json.RootElement.GetProperty("instances")[0];
        Assert.Equal("h100-80gb-sxm", json.RootElement.GetProperty("gpu").GetString());
        Assert.Equal((7, 4, 4, true), (day.GetProperty("requests").GetInt32(), day.GetProperty("gpus").GetInt32(), day.GetProperty("lowerBound").GetInt32(), day.GetProperty("proven").GetBoolean()));
    }

    [Fact]
    public async Task Pack_SameRequestsInAnotherOrder_WritesTheSamePlacements()
    {
        await Pack("instance,arrival_order\na,1g 3g 1gL 3g 7g 2g 2g 4g\n");
        string first = File.ReadAllText(PlacementsPath);
        await Pack("instance,arrival_order\na,4g 2g 7g 3g 2g 1gL 1g 3g\n");

        Assert.Equal(first, File.ReadAllText(PlacementsPath));
    }

    [Theory]
    [InlineData("in.csv: the file is empty, expected the header instance,arrival_order and a row each", "")]
    [InlineData("in.csv: the file has a header and no rows", "instance,arrival_order\n")]
    [InlineData("in.csv:1: the header is \"instance,requests\" and has no column arrival_order, expected instance,arrival_order", "instance,requests\na,3\n")]
    [InlineData("in.csv:1: the header is \"instance,instance,arrival_order\" and has two columns instance", "instance,instance,arrival_order\na,b,1g\n")]
    [InlineData("in.csv:1: the header has a column gpu; requests are packed onto one GPU model (--gpu); split the file by model and leave the column out", "instance,gpu,arrival_order\na,h100,1g\n")]
    [InlineData("in.csv:2: 3 fields, expected 2 as in the header", "instance,arrival_order\na,1g,2g\n")]
    [InlineData("in.csv:2: instance is empty, expected a name", "instance,arrival_order\n,1g\n")]
    [InlineData("in.csv:3: instance \"a\" is there twice; give each a name of its own", "instance,arrival_order\na,1g\na,2g\n")]
    [InlineData("in.csv:2: a100-80gb has no profile \"6g\", expected one of 1g, 1gL, 2g, 3g, 4g, 7g, or in full 1g.10gb+me, 1g.10gb, 1g.20gb, 2g.20gb, 3g.40gb, 4g.40gb, 7g.80gb\n", "instance,arrival_order\na,1g 6g 6g\n")]
    [InlineData("in.csv: not a CSV file", "instance,arrival_order\na,\"1g\n")]
    public async Task Pack_BadFile_SaysWhereWhatAndWhatIsLegal(string message, string text)
    {
        Assert.Equal(ExitCode.Refused, await Pack(text));

        Assert.StartsWith("gpu-optimizer pack: ", _error.ToString());
        Assert.Contains(message, _error.ToString());
        Assert.Equal("", _output.ToString());
        Assert.False(File.Exists(OutputPath) || File.Exists(PlacementsPath));
    }

    [Theory]
    [InlineData("no GPU model 'a100-80'. Did you mean 'a100-80gb'? Known: a30-24gb, a100-40gb, a100-80gb, ", "a100-80")]
    [InlineData("--gpu takes one GPU model, found 'a100-80gb,h100-80gb-sxm'; do a mixed fleet model by model. Known: ", "a100-80gb,h100-80gb-sxm")]
    [InlineData("a30-24gb has no profile \"3g\", expected one of 1g, 2g, 4g, or in full 1g.6gb+me, 1g.6gb, 2g.12gb+me, 2g.12gb, 4g.24gb", "a30-24gb")]
    public async Task Pack_GpuThatDoesNotFit_SaysWhatThereIs(string message, string gpu)
    {
        Assert.Equal(ExitCode.Refused, await Pack("instance,arrival_order\na,3g\n", gpu: gpu));

        Assert.Contains(message, _error.ToString());
    }

    [Fact]
    public async Task Pack_ManyBadRows_ShowsTwentyAndCountsTheRest()
    {
        await Pack("instance,arrival_order\n" + string.Concat(Enumerable.Range(0, 23).Select(static n => $"i{n},9g\n")));

        Assert.Equal(21, _error.ToString().Count(static c => c == '\n'));
        Assert.EndsWith("gpu-optimizer pack: and 3 more\n", _error.ToString());
    }

    [Theory]
    [InlineData("in.csv", "this is the input; writing there would destroy it, name another file")]
    [InlineData("nowhere/out.csv", "does not exist; make it first")]
    public async Task Pack_OutputThatCannotBe_IsRefusedBeforeWork(string path, string message)
    {
        string input = _folder.Write("in.csv", "instance,arrival_order\na,1g\n");

        Assert.Equal(ExitCode.Refused, await Run(input, Path.Combine(_folder.Path, path)));

        Assert.Contains(message, _error.ToString());
    }

    [Fact]
    public async Task Pack_MissingFile_SaysSo()
    {
        Assert.Equal(ExitCode.Refused, await Run(Path.Combine(_folder.Path, "none.csv"), OutputPath));

        Assert.Contains("none.csv: the file does not exist; check the path", _error.ToString());
    }

    [Fact]
    public void ProfileNames_EveryBoard_HaveShortNamesForPlainProfiles()
    {
        foreach (string key in new[] { "a30-24gb", "a100-40gb", "h100-94gb", "h200-141gb-sxm", "rtx-pro-6000-blackwell" })
        {
            Assert.True(GpuChoice.TryFind(key, out Optimizer.Model.Mig.MigGeometry? geometry, out _));
            ProfileNames names = new(geometry);

            Assert.Matches(@"^1g\.[0-9]+gb$", names.Find("1g"));
            Assert.Matches(@"^4g\.[0-9]+gb$", names.Find("4g"));
            Assert.Equal(geometry.ComputeSlices == 7, names.Find("1gL") is not null);
            Assert.All(geometry.Profiles.ToArray(), profile => Assert.Equal(profile.Name, names.Find(profile.Name)));
        }
    }

    private Task<int> Pack(string text, string gpu = GpuChoice.Default, bool json = false) => Run(_folder.Write("in.csv", text), OutputPath, gpu, json);

    private Task<int> Run(string input, string output, string gpu = GpuChoice.Default, bool json = false) => PackVerb.RunAsync(
        new PackRequest { Requests = input, OutputPath = output, Gpu = gpu, Json = json, Output = _output, Error = _error },
        CancellationToken.None);
}
