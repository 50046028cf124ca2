using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;
using Optimizer.Forecasting;
using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Tests.Support;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Tests.Forecasting;

public sealed class BacktestVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Backtest_AFile_ComparesTheMethodsWithTheControl()
    {
        Assert.Equal(0, await Backtest(Series("web", 400)));

        string text = _output.ToString();
        Assert.Contains("web: 400 bins of 600 s, season 144 bins, 12 origins", text);
        Assert.Matches(@"\n +1 h +control +[0-9.]+ +1\.00 ", text);
        Assert.Matches(@"\n +24 h +control ", text);
        Assert.Matches(@"\n +control +3 +1\.000 +1\.000 ", text);
        Assert.Matches(@"\n +naive +3 +[0-9.]+ +[0-9.]+ ", text);
        Assert.Contains("12 origins compare methods; to judge coverage use --origins 48 or more.", text);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public async Task Backtest_Csv_HoldsEveryScore()
    {
        string csv = Path.Combine(_folder.Path, "scores.csv");

        Assert.Equal(0, await Backtest(Series("web", 400), csv: csv));

        string[] rows = File.ReadAllLines(csv);
        Assert.StartsWith("series,bin_s,season,method,horizon_s,scored,mase,rmsse,smape,wql,", rows[0]);
        Assert.Equal(1 + (3 * 3), rows.Length); // three horizons of control and two methods
        Assert.StartsWith("web,600,144,control,3600,72,", rows[1]);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(c => c == ','), row.Count(c => c == ',')));
    }

    [Fact]
    public async Task Backtest_Svg_ShowsBandsOriginsAndLegend()
    {
        string svg = Path.Combine(_folder.Path, "web.svg");

        Assert.Equal(0, await Backtest(Series("web", 400), svg: svg));

        string drawn = XDocument.Load(svg).ToString();
        Assert.All(["50 to 90 %", "90 to 95 %", "95 to 99 %", "median", "history", "actual", "origin", "time (UTC)"], word => Assert.Contains(word, drawn));
        Assert.Contains("Written: ", _output.ToString());
    }

    [Fact]
    public async Task Backtest_Manifest_NamesSeriesBinsAndSeasons()
    {
        Series("a", 300);
        Series("b", 300);
        _folder.Write("manifest.csv", "series,bin_s,season,kind\na,600,6,x\nb,600,,x\n");

        Assert.Equal(0, await Backtest(_folder.Path, svg: Path.Combine(_folder.Path, "p.svg")));

        Assert.Contains("a: 300 bins of 600 s, season 6 bins", _output.ToString());
        Assert.Contains("b: 300 bins of 600 s, season 144 bins", _output.ToString());
        Assert.True(File.Exists(Path.Combine(_folder.Path, "p-a.svg")) && File.Exists(Path.Combine(_folder.Path, "p-b.svg")));
    }

    [Fact]
    public async Task Backtest_Json_IsOneDocument()
    {
        await Backtest(Series("web", 400), json: true);

        using JsonDocument document = JsonDocument.Parse(_output.ToString());
        Assert.Equal(3, document.RootElement.GetProperty("summary").GetArrayLength());
        Assert.Equal(1, document.RootElement.GetProperty("summary")[0].GetProperty("relative_wql").GetDouble(), 12);
        Assert.Equal(9, document.RootElement.GetProperty("scores").GetArrayLength());
    }

    [Fact]
    public async Task Backtest_WithAHole_ScoresWhatIsThere()
    {
        string path = Series("web", 400);
        File.WriteAllLines(path, File.ReadAllLines(path).Where((_, i) => i is < 100 or > 150));

        Assert.Equal(0, await Backtest(path));
        Assert.Contains("web: 400 bins of 600 s", _output.ToString());
    }

    [Fact]
    public async Task Backtest_BadInputs_AllAtOnce()
    {
        _folder.Write("short.csv", "timestamp,value\n2024-01-01T00:00:00Z,1\n2024-01-01T00:10:00Z,1\n");
        _folder.Write("manifest.csv", "series,bin_s,season\nshort,600,\nmissing,600,144\nodd,7,1\n../x,,\n");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));

        int code = await BacktestVerb.RunAsync(Request([_folder.Path, Path.Combine(_folder.Path, "empty")]) with { CsvPath = "/nonexistent/s.csv" }, CancellationToken.None);

        string[] expected =
        [
            "manifest.csv:4: bin_s \"7\", expected a whole number of seconds from 1 to 3600 that divides 86400, or nothing",
            "manifest.csv:5: series \"../x\" is not the name of a file beside the manifest",
            "short.csv: 2 rows; a backtest needs at least 3",
            "missing.csv: the file does not exist; check the path",
            "empty: the folder has no manifest.csv; name the CSV files themselves",
            "/nonexistent/s.csv: the folder /nonexistent does not exist; make it first",
        ];
        string[] errors = _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1, code);
        Assert.Equal(expected.Length, errors.Length);
        Assert.All(expected.Zip(errors), pair => Assert.Contains(pair.First, pair.Second));
        Assert.Equal("", _output.ToString());
    }

    [Theory]
    [InlineData("a.csv", "both", "both", "both")]
    [InlineData("", "p-b.svg", "p.svg", "p-b.svg")]
    [InlineData("", "manifest.csv", "p.svg", "manifest.csv")]
    public async Task Backtest_OneFileForTwoThings_IsRefusedBeforeTheWork(string input, string csv, string svg, string named)
    {
        Series("a", 300);
        Series("b", 300);
        _folder.Write("manifest.csv", "series,bin_s\na,600\nb,600\n");
        string[] before = Directory.GetFiles(_folder.Path);

        Assert.Equal(1, await Backtest(Path.Combine(_folder.Path, input), Path.Combine(_folder.Path, csv), Path.Combine(_folder.Path, svg)));

        Assert.Matches($@"/{named}: (two results would be written to this file|this is the input)", _error.ToString());
        Assert.Equal(before, Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(5, "5.0")]
    [InlineData(1.0 / 3, "0.333333333")]
    [InlineData(123456789012.75, "123456789012.8")]
    [InlineData(0.00001234567891, "0.0000123456789")]
    public void CsvNumber_HasAPointNoExponentAndNineDigits(double value, string text) => Assert.Equal(text, CsvNumber.Text(value));

    private string Series(string name, int rows) => _folder.Write(name + ".csv", "timestamp,value\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{InstantPattern.ExtendedIso.Format(Instant.FromUtc(2024, 1, 1, 0, 0) + Duration.FromMinutes(10 * i))},{100 + (50 * Math.Sin(i * Math.Tau / 144)) + (i * 37 % 11):0.##}\n"))));

    private Task<int> Backtest(string input, string? csv = null, string? svg = null, bool json = false) =>
        BacktestVerb.RunAsync(Request([input]) with { CsvPath = csv, SvgPath = svg, Json = json }, CancellationToken.None);

    private BacktestRequest Request(ValueArray<string> inputs) => new()
    {
        Inputs = inputs,
        Methods = [ForecastMethods.Find("naive")!, ForecastMethods.Find("histogram")!],
        Origins = 12,
        Output = _output,
        Error = _error,
    };
}
