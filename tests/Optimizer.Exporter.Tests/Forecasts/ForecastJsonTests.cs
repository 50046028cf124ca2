using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Optimizer.Exporter.Json;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Demand;

namespace Optimizer.Exporter.Tests.Forecasts;

/// <summary>The document behind <c>/api/v1/forecast</c>.</summary>
public sealed class ForecastJsonTests
{
    [Fact]
    public void Serialize_FullAndNewSeries_MatchesGolden() => Golden.Matches("forecast.json", Indented(
        SomeForecast.Of(SomeForecast.Series("guaranteed", scope: SeriesScope.Class), SomeForecast.Series("chat-7b"), SomeForecast.New("fresh")), new ForecastFilter()));

    [Fact]
    public void Serialize_Steps_OnlyWhereAskedFor()
    {
        string without = Indented(SomeForecast.Full(), new ForecastFilter());
        using JsonDocument with = JsonDocument.Parse(ForecastJson.Serialize(SomeForecast.Full(), new ForecastFilter("chat-7b", DemandSignal.RequestRate, Steps: true)));

        Assert.DoesNotContain("\"path\"", without);
        JsonElement path = Assert.Single(with.RootElement.GetProperty("series").EnumerateArray()).GetProperty("path");
        Assert.Equal("2026-01-15T21:00:00Z"[10..], path.GetProperty("start").GetString()![10..]);
        Assert.Equal(600, path.GetProperty("stepSeconds").GetDouble());
        Assert.Equal(3, path.GetProperty("steps")[0].GetProperty("quantiles").GetProperty("q95").GetDouble());
    }

    [Theory]
    [InlineData(null, null, 4)]
    [InlineData("chat-7b", null, 3)]
    [InlineData("chat-7b", DemandSignal.RequestRate, 1)]
    [InlineData(null, DemandSignal.ComputeSlices, 2)]
    [InlineData("chat-7b", DemandSignal.PowerWatts, 0)]
    public void Serialize_Filter_ShowsWhatItSays(string? workload, DemandSignal? signal, int series)
    {
        using JsonDocument document = JsonDocument.Parse(ForecastJson.Serialize(SomeForecast.Full(), new ForecastFilter(workload, signal)));

        Assert.Equal(series, document.RootElement.GetProperty("series").GetArrayLength());
    }

    [Fact]
    public void IsKnown_NameOfAClass_IsNoWorkload()
    {
        Assert.True(new ForecastFilter("chat-7b").IsKnown(SomeForecast.Full()));
        Assert.False(new ForecastFilter("guaranteed").IsKnown(SomeForecast.Full()));
        Assert.True(new ForecastFilter().IsKnown(SomeForecast.Of()));
    }

    [Fact]
    public void TryParseSignal_EveryWord_IsReadBack()
    {
        foreach (string word in ForecastFilter.SignalWords)
        {
            Assert.True(ForecastFilter.TryParseSignal(word, out DemandSignal? signal));
            Assert.Contains(word, Indented(SomeForecast.Of(SomeForecast.Series("a", signal.Value)), new ForecastFilter()));
        }

        Assert.False(ForecastFilter.TryParseSignal("ComputeSlices", out _));
    }

    [Fact]
    public void DemandEnums_AreWrittenAsTextAndCountFromZero() => Assert.All(
        typeof(DemandForecast).Assembly.GetTypes().Where(static type => type.IsEnum && type.Namespace == typeof(DemandForecast).Namespace),
        static type =>
        {
            Assert.Contains(SnapshotJson.Options.Converters, converter => converter.CanConvert(type));
            Assert.Equal(Enumerable.Range(0, Enum.GetNames(type).Length), Enum.GetValues(type).Cast<object>().Select(Convert.ToInt32));
        });

    private static string Indented(DemandForecast forecast, ForecastFilter filter)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            ForecastJson.Serialize(forecast, filter, writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
