using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;
using Optimizer.Node.Demand;

namespace Optimizer.Node.Tests.Demand;

public sealed class PrometheusTextReaderTests
{
    private const string Page =
        """
        # HELP vllm:request_success_total Count of successfully processed requests.
        # TYPE vllm:request_success_total counter
        vllm:request_success_total{finished_reason="stop",model_name="chat-7b"} 1027
        vllm:request_success_total{finished_reason="length",model_name="chat-7b",} 3.0 1395066363000
        vllm:request_success_total{ finished_reason = "abort" , model_name="chat-\"7b\"\\x\n" } 1e1 # {trace_id="KOO5S4vxi0o"} 0.67
        vllm:request_success_total_created{finished_reason="stop"} 1.7e9
        vllm:num_requests_waiting{model_name="chat-7b"} 4
        {"vllm.dotted.name",model_name="chat-7b"} 8
        plain 2
        plain_inf +Inf
        plain_nan NaN
        plain_negative -3.5
        """;

    [Theory]
    [InlineData("vllm:request_success_total", 1040, 3)]
    [InlineData("vllm:num_requests_waiting", 4, 1)]
    [InlineData("vllm.dotted.name", 8, 1)]
    [InlineData("plain", 2, 1)]
    [InlineData("plain_negative", -3.5, 1)]
    public void Read_ARealPage_FindsTheSamplesOfTheName(string metric, double sum, int series)
    {
        MetricReading reading = Read(Page, metric);

        Assert.Equal((sum, series, 0), (reading.Sum, reading.Series.Length, reading.Malformed));
    }

    [Theory]
    [InlineData("plain_inf")]
    [InlineData("plain_nan")]
    [InlineData("vllm:request_success")]
    [InlineData("HELP")]
    [InlineData("")]
    public void Read_NothingFiniteUnderTheName_IsAbsentAndNotZero(string metric) => Assert.Null(Read(Page, metric).Sum);

    [Theory]
    [InlineData("finished_reason", "stop", 1027.0)]
    [InlineData("model_name", "chat-\"7b\"\\x\n", 10.0)]
    [InlineData("no_such_label", "", 1040.0)]
    [InlineData("no_such_label", "x", null)]
    public void Read_WithMatchers_SumsWhatMatches(string label, string value, double? sum) =>
        Assert.Equal(sum, Read(Page, "vllm:request_success_total", new LabelMatcher(label, value)).Sum);

    [Theory]
    [InlineData("m{a=\"b\" 1")]
    [InlineData("m{a=b} 1")]
    [InlineData("m{a=\"b\"c=\"d\"} 1")]
    [InlineData("m{=\"b\"} 1")]
    [InlineData("m{a=\"b\"} ")]
    [InlineData("m{a=\"b\"} one")]
    [InlineData("m{,} 1")]
    [InlineData("m 0x10")]
    [InlineData("m 1,5")]
    [InlineData("m 1_000")]
    public void Read_LineMakesNoSense_CostsItselfAndIsCounted(string line)
    {
        MetricReading reading = Read($"{line}\nm{{ok=\"1\"}} 7\n", "m");

        Assert.Equal((7.0, 1), (reading.Sum, reading.Malformed));
    }

    [Fact]
    public void Read_AfterEndOfFileMark_IsIgnored() => Assert.Equal(1, Read("m 1\r\n# EOF\nm{x=\"2\"} 2\n", "m").Sum);

    [Fact]
    public void Read_SameLabelsTwice_TakesTheLast() => Assert.Equal(2, Read("m{a=\"1\",b=\"2\"} 1\nm{b=\"2\",a=\"1\"} 2\n", "m").Sum);

    [Fact]
    public void Read_LabelsThatLookAlikeWhenJoined_StaySeparateSeries() =>
        Assert.Equal(2, Read("m{a=\"1,b=2\"} 1\nm{a=\"1\",b=\"2\"} 1\n", "m").Series.Length);

    [Fact]
    public void Read_ALabelPerRequest_IsBounded()
    {
        string page = string.Concat(Enumerable.Range(0, 5000).Select(index => $"m{{id=\"{index}\"}} 1\n"));

        MetricReading reading = Read(page, "m");

        Assert.Equal((PrometheusTextReader.MaxSeries, 5000 - PrometheusTextReader.MaxSeries), (reading.Series.Length, reading.Malformed));
    }

    [Fact]
    public void Read_LineWithoutEnd_IsSkipped() => Assert.Equal(1, Read($"m{{a=\"{new string('x', 100_000)}\"}} 5\nm 1\n", "m").Sum);

    [Fact]
    public void Read_AnyBytes_NeverThrowsAndStaysFinite()
    {
        Gen<byte[]> bytes = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            Gen.Elements("m", "{", "}", "\"", "\\", ",", "=", " ", "\n", "\r", "1", "NaN", "# ", "a", "é", "# EOF", "+Inf", "1e999", "{\"m\"").ArrayOf()
                .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))));
        Prop.ForAll(Arb.From(bytes), page =>
        {
            MetricReading reading = PrometheusTextReader.Read(page, "m", [new("a", "b")]);
            return reading.Series.All(pair => double.IsFinite(pair.Value)) && reading.Malformed <= page.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Read_AnyLabels_AreUnderstoodAsTheyWereWritten()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(string Value, double Number)[]>(), samples =>
        {
            (string Value, double Number)[] written =
                [.. samples.Where(s => s.Value is not null && double.IsFinite(s.Number) && !s.Value.Any(char.IsSurrogate)).DistinctBy(s => s.Value)];
            string page = string.Concat(written.Select(s => FormattableString.Invariant($"m{{v=\"{Escape(s.Value)}\"}} {s.Number:R}\n")));
            return written.All(s => Read(page, "m", new LabelMatcher("v", s.Value)).Sum == s.Number) && Read(page, "m").Malformed == 0;
        }).Check(Config.QuickThrowOnFailure);
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static MetricReading Read(string page, string metric, params LabelMatcher[] labels) =>
        PrometheusTextReader.Read(Encoding.UTF8.GetBytes(page), metric, labels.ToValueArray());
}
