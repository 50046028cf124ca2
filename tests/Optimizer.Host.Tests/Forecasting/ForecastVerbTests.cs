using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Optimizer.Forecasting;
using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Forecasting;

public sealed class ForecastVerbTests : IDisposable
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
    public async Task Forecast_GoodFile_WritesTheTwoFilesOfTheInterface()
    {
        Assert.Equal(0, await Forecast(History(300, 600), steps: 72, bin: 300));

        string[] rows = File.ReadAllLines(OutputPath);
        Assert.Equal("timestamp,step,mean,q0.5,q0.9,q0.95,q0.99", rows[0]);
        Assert.Equal(73, rows.Length);
        Assert.StartsWith("2024-01-03T02:00:00Z,1,", rows[1]);
        Assert.StartsWith("2024-01-03T07:55:00Z,72,", rows[72]);
        Assert.All(rows[1..], row => AssertOrdered(row.Split(',')[3..]));
        string[] peaks = File.ReadAllLines(OutputPath + ".peak.csv");
        Assert.Equal("steps,q0.5,q0.9,q0.95,q0.99", peaks[0]);
        Assert.Equal(["3", "12", "72", "288"], peaks[1..].Select(row => row.Split(',')[0]));
        Assert.All(peaks[1..], row => AssertOrdered(row.Split(',')[1..]));
        Assert.Matches(@"\nforecast_ms=[0-9]+\.[0-9]+\n$", _output.ToString());
        Assert.Equal(["in.csv", "out.csv", "out.csv.peak.csv"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(600, "6,36,144")]
    [InlineData(10, "90,360,2160,8640")]
    [InlineData(3600, "1,6,24")]
    public async Task Peaks_AreGivenForWindowsOfWholeBins(int bin, string steps)
    {
        await Forecast(History(bin, 50), steps: 5, bin: bin);

        Assert.Equal(steps, string.Join(',', File.ReadAllLines(OutputPath + ".peak.csv")[1..].Select(row => row.Split(',')[0])));
    }

    [Theory]
    [InlineData("one point", "2024-01-01T00:00:00Z,5\n")]
    [InlineData("constant", "2024-01-01T00:00:00Z,5\n2024-01-01T00:05:00Z,5\n2024-01-01T00:10:00Z,5\n")]
    [InlineData("all zero", "2024-01-01T00:00:00Z,0\n2024-01-01T00:05:00Z,0\n2024-01-01T00:10:00Z,-0.0\n")]
    [InlineData("missing at the end", "2024-01-01T00:00:00Z,5\n2024-01-01T00:05:00Z,\n2024-01-01T00:10:00Z,NaN\n")]
    [InlineData("a hole of a year", "2023-01-01T00:00:00Z,5\n2024-01-01T00:00:00Z,5\n2024-01-01T00:05:00Z,6\n")]
    [InlineData("a row twice", "2024-01-01T00:00:00Z,5\n2024-01-01T00:05:00Z,6\n2024-01-01T00:05:00Z,6\n")]
    [InlineData("off the clock's own grid", "2024-01-01T00:02:00Z,5\n2024-01-01T00:07:00Z,6\n")]
    [InlineData("offsets that change with daylight saving", "2024-03-31T01:55:00+01:00,5\n2024-03-31T03:00:00+02:00,6\n2024-03-31T03:05:00+02:00,6\n")]
    [InlineData("huge", "2024-01-01T00:00:00Z,1e18\n2024-01-01T00:05:00Z,3\n")]
    [InlineData("CRLF, quotes, spaces, blank lines", "\"2024-01-01T00:00:00Z\", 5\r\n\r\n2024-01-01T00:05:00Z,\"6.5\"\r\n\r\n")]
    public async Task Forecast_PoorButUsableHistory_AnswersByEveryMethod(string what, string rows)
    {
        foreach (ForecastMethod method in ForecastMethods.All)
        {
            string input = _folder.Write("in.csv", "timestamp,value\n" + rows);
            Assert.True(await Forecast(input, steps: 12, bin: 300, method: method, cap: 2e18) == 0, $"{what}, {method.Name}: {_error}");

            string[] written = File.ReadAllLines(OutputPath);
            Assert.Equal(13, written.Length);
            Assert.All(written[1..], row => AssertOrdered(row.Split(',')[3..]));
        }
    }

    [Theory]
    [InlineData("not a CSV file of short rows", null)]
    [InlineData("the file is empty, expected the header timestamp,value and a row per sample", "")]
    [InlineData("the file has a header and no rows; a forecast needs at least one sample", "timestamp,value\n")]
    [InlineData("all of the last 2 values are missing", "timestamp,value\n2024-01-01T00:00:00Z,\n2024-01-01T00:05:00Z,nan\n")]
    [InlineData("in.csv:1: the header is \"time,value\" and has no column timestamp, expected timestamp,value", "time,value\n2024-01-01T00:00:00Z,1\n")]
    [InlineData("in.csv:1: the header is \"timestamp,value,value\" and has two columns value", "timestamp,value,value\n")]
    [InlineData("in.csv:2: value \"-3\" is negative, and demand cannot be", "timestamp,value\n2024-01-01T00:00:00Z,-3\n")]
    [InlineData("in.csv:2: value \"Infinity\" is no measured value", "timestamp,value\n2024-01-01T00:00:00Z,Infinity\n")]
    [InlineData("in.csv:2: value \"1e19\" is no measured value: the largest taken is 1e18", "timestamp,value\n2024-01-01T00:00:00Z,1e19\n")]
    [InlineData("in.csv:2: value \"five\" is not a number", "timestamp,value\n2024-01-01T00:00:00Z,five\n")]
    [InlineData("in.csv:2: 3 fields, expected 2; a decimal sign is a point", "timestamp,value\n2024-01-01T00:00:00Z,1,5\n")]
    [InlineData("in.csv:2: 1 fields, expected 2", "timestamp,value\n2024-01-01T00:00:00Z\n")]
    [InlineData("in.csv:2: timestamp \"2024-01-01T00:00:00\" has no zone, and local times repeat", "timestamp,value\n2024-01-01T00:00:00,1\n")]
    [InlineData("in.csv:2: timestamp \"1704067200\" is not a time; write ISO 8601", "timestamp,value\n1704067200,1\n")]
    [InlineData("in.csv:4: 120 s after the row before, expected a multiple of 300 s (--bin)", "timestamp,value\n2024-01-01T00:00:00Z,1\n2024-01-01T00:05:00Z,1\n2024-01-01T00:07:00Z,1\n")]
    [InlineData("the rows are 600 s apart or more, and --bin says 300; use --bin 600", "timestamp,value\n2024-01-01T00:00:00Z,1\n2024-01-01T00:10:00Z,1\n2024-01-01T00:20:00Z,1\n")]
    [InlineData("in.csv:3: 2 of 3 rows are not after the row before; sort the file by time", "timestamp,value\n2024-01-01T00:10:00Z,1\n2024-01-01T00:05:00Z,1\n2024-01-01T00:00:00Z,1\n")]
    [InlineData("not a CSV file of short rows", "timestamp,value\n\"2024-01-01T00:00:00Z,1\n")]
    public async Task Forecast_BadFile_SaysWhereWhatAndWhatToDo(string message, string? text)
    {
        string input = _folder.Write("in.csv", text ?? "timestamp,value\n" + new string('x', 100_000));

        Assert.Equal(1, await Forecast(input, steps: 12, bin: 300));

        Assert.Contains(message, _error.ToString());
        Assert.StartsWith("gpu-optimizer forecast: ", _error.ToString());
        Assert.False(File.Exists(OutputPath));
    }

    [Fact]
    public async Task Forecast_ClockJumpsBack_LeavesTheRowsOutAndSaysSo()
    {
        string input = _folder.Write("in.csv", File.ReadAllText(History(300, 20)) + "2024-01-01T01:00:00Z,9\n2024-01-01T01:40:00Z,9\n");

        Assert.Equal(0, await Forecast(input, steps: 1, bin: 300));

        Assert.Contains("note: ", _error.ToString());
        Assert.Contains("1 rows left out that are not after the row before, the first in line 22", _error.ToString());
        Assert.StartsWith("2024-01-01T01:45:00Z,1,", File.ReadAllLines(OutputPath)[1]);
    }

    [Fact]
    public async Task Forecast_ByteOrderMark_IsNoPartOfTheHeader()
    {
        string input = _folder.Write("in.csv", "\uFEFFtimestamp,value\n2024-01-01T00:00:00Z,5\n");

        Assert.Equal(0, await Forecast(input, steps: 1, bin: 300));
    }

    [Fact]
    public async Task Forecast_Cap_BoundsEveryQuantile()
    {
        await Forecast(History(300, 600), steps: 72, bin: 300, cap: 10);

        Assert.All(File.ReadAllLines(OutputPath)[1..], row => Assert.True(double.Parse(row.Split(',')[^1], CultureInfo.InvariantCulture) <= 10));
    }

    [Fact]
    public async Task Forecast_UnusablePaths_AreRefusedBeforeTheWork()
    {
        string input = History(300, 5);

        Assert.Equal(1, await Forecast("/nonexistent.csv", steps: 1, bin: 300));
        Assert.Equal(1, await Forecast(_folder.Path, steps: 1, bin: 300));
        Assert.Equal(1, await Forecast(input, steps: 1, bin: 300, outputPath: input));
        Assert.Equal(1, await Forecast(input, steps: 1, bin: 300, outputPath: "/nonexistent/folder/out.csv"));
        Assert.Equal(1, await Forecast(input, steps: 1, bin: 300, outputPath: "/dev/null"));

        string[] errors = _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] expected = ["the file does not exist; check the path", "this is a folder", "this is the input; writing there would destroy it", "the folder /nonexistent/folder does not exist; make it first", "this is not a plain file"];
        Assert.All(expected.Zip(errors), pair => Assert.Contains(pair.First, pair.Second));
    }

    [Fact]
    public async Task Forecast_Json_IsOneDocument()
    {
        await Forecast(History(300, 600), steps: 3, bin: 300, json: true);

        using JsonDocument document = JsonDocument.Parse(_output.ToString());
        Assert.Equal(3, document.RootElement.GetProperty("steps").GetArrayLength());
        Assert.Equal("2024-01-03T02:00:00Z", document.RootElement.GetProperty("steps")[0].GetProperty("time").GetString());
    }

    [Fact]
    public async Task Forecast_StampThatNoForecastCanFollow_LeavesNoFile()
    {
        string input = _folder.Write("in.csv", "timestamp,value\n9999-12-31T23:58:00Z,5\n9999-12-31T23:59:00Z,5\n");

        Assert.Equal(1, await Forecast(input, steps: 5, bin: 60));

        Assert.Contains("in.csv:2: timestamp \"9999-12-31T23:58:00Z\" is not between 1970 and 2200", _error.ToString());
        Assert.Equal([input], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.csv.peak.csv")]
    public async Task Forecast_ALinkWhereAFileIsWritten_IsRefused(string name)
    {
        string input = History(300, 20), victim = _folder.Write("victim", "kept");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, name), victim);

        Assert.Equal(1, await Forecast(input, steps: 1, bin: 300));

        Assert.Contains($"{name}: this is a symbolic link to {victim}; name the file it points to", _error.ToString());
        Assert.Equal(("kept", 3), (File.ReadAllText(victim), Directory.GetFileSystemEntries(_folder.Path).Length));
    }

    [Theory]
    [InlineData("1e18")]
    [InlineData("16777217.123")]
    [InlineData("0.1")]
    public async Task Forecast_Constant_IsThatConstantInBothFormsWithoutNoise(string constant)
    {
        string input = _folder.Write("in.csv", "timestamp,value\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{InstantPattern.ExtendedIso.Format(Instant.FromUtc(2024, 1, 1, 0, 0) + Duration.FromMinutes(5 * i))},{constant}\n")));

        Assert.Equal(0, await Forecast(input, steps: 3, bin: 300, json: true));

        using JsonDocument document = JsonDocument.Parse(_output.ToString());
        foreach ((JsonElement step, string row) in document.RootElement.GetProperty("steps").EnumerateArray().Zip(File.ReadAllLines(OutputPath)[1..]))
        {
            double mean = step.GetProperty("mean").GetDouble();
            Assert.Equal(double.Parse(constant, CultureInfo.InvariantCulture), mean, mean * 1e-6);
            Assert.Equal(mean, step.GetProperty("q0.5").GetDouble());
            Assert.All(step.EnumerateObject().Skip(2), number => Assert.True(number.Value.GetRawText().Replace(".", "", StringComparison.Ordinal).Length <= 9, number.Value.GetRawText()));
            Assert.Equal(mean, double.Parse(row.Split(',')[2], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Forecast_CapOfManyDigits_IsNotRoundedOver()
    {
        await Forecast(History(300, 100), steps: 5, bin: 300, cap: 7.12345678);

        Assert.All(File.ReadAllLines(OutputPath)[1..], row => Assert.True(double.Parse(row.Split(',')[^1], CultureInfo.InvariantCulture) <= 7.12345678));
    }

    [Fact]
    public void Read_LongFile_KeepsItsEndOnly()
    {
        SeriesFile file = Assert.IsType<SeriesReading.Read>(SeriesCsv.Read(History(60, 50_000), 60, keep: 1000, CancellationToken.None)).File;

        Assert.Equal((50_000, 1000), (file.Rows, file.Kept.Count));
        Assert.Equal(Instant.FromUtc(2024, 1, 1, 0, 0) + Duration.FromMinutes(49_999), file.Last);
    }

    private static void AssertOrdered(string[] quantiles)
    {
        double[] values = [.. quantiles.Select(text => double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))];
        Assert.Equal(values.Order(), values);
        Assert.All(values, value => Assert.True(value >= 0 && double.IsFinite(value)));
    }

    private string History(int bin, int rows) => _folder.Write("in.csv", "timestamp,value\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{InstantPattern.ExtendedIso.Format(Instant.FromUtc(2024, 1, 1, 0, 0) + Duration.FromSeconds((long)bin * i))},{5 + (i % 7)}.5\n"))));

    private Task<int> Forecast(string input, int steps, int bin, string? outputPath = null, ForecastMethod? method = null, double? cap = null, bool json = false) => ForecastVerb.RunAsync(
        new ForecastRequest
        {
            Input = input,
            OutputPath = outputPath ?? OutputPath,
            Steps = steps,
            BinSeconds = bin,
            Method = method ?? ForecastMethods.All[0],
            Cap = cap,
            Json = json,
            Output = _output,
            Error = _error,
        },
        CancellationToken.None);
}
