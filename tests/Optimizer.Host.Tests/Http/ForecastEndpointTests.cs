using System.Net;
using System.Text.Json;
using NodaTime;
using Optimizer.Host.Tests.Support;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Host.Tests.Http;

/// <summary><c>/api/v1/forecast</c>: what is asked for is shown, what is asked wrongly is refused with the way out.</summary>
public sealed class ForecastEndpointTests
{
    private static readonly DemandForecast Two = new()
    {
        At = Instant.FromUtc(2026, 1, 1, 0, 0),
        Series =
        [
            Series("chat/7b+x", DemandSignal.ComputeSlices),
            Series("chat/7b+x", DemandSignal.RequestRate),
            Series("rank", DemandSignal.ComputeSlices),
        ],
    };

    [Theory]
    [InlineData("", 3)]
    [InlineData("?workload=chat%2F7b%2Bx", 2)]
    [InlineData("?workload=rank&signal=compute_slices", 1)]
    [InlineData("?workload=rank&signal=power_watts", 0)]
    [InlineData("?signal=request_rate&steps=true", 1)]
    [InlineData("?steps=false", 3)]
    public async Task Forecast_Filters_ShowWhatTheySay(string query, int series)
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        daemon.Pages.Forecast = Two;

        (HttpStatusCode status, string body) = await daemon.GetAsync("/api/v1/forecast" + query);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(series, JsonDocument.Parse(body).RootElement.GetProperty("series").GetArrayLength());
    }

    [Theory]
    [InlineData("?signal=sm", "compute_slices, request_rate, gauge, memory_bytes, power_watts")]
    [InlineData("?steps=1", "true or false")]
    [InlineData("?workload=", "1 to 253")]
    [InlineData("?workload=a&workload=b", "once")]
    [InlineData("?worklaod=a", "workload, signal and steps")]
    [InlineData("?%22%3Cb%3E=a", "workload, signal and steps")]
    public async Task Forecast_BadQuery_IsRefusedWithWhatIsLegal(string query, string legal)
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        daemon.Pages.Forecast = Two;

        (HttpStatusCode status, string body) = await daemon.GetAsync("/api/v1/forecast" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        JsonElement answer = JsonDocument.Parse(body).RootElement; // also with quotes in the question
        Assert.Equal("bad_query", answer.GetProperty("error").GetString());
        Assert.Contains(legal, answer.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Forecast_UnknownWorkload_404InJson()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        daemon.Pages.Forecast = Two;

        (HttpStatusCode status, string body) = await daemon.GetAsync("/api/v1/forecast?workload=no%22body");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("no\"body", JsonDocument.Parse(body).RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Forecast_BeforeTheFirstPublication_503()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await daemon.GetAsync("/api/v1/forecast")).Status);
        Assert.Contains("No demand has been seen yet", (await daemon.GetAsync("/")).Body);
    }

    [Fact]
    public async Task Forecast_SwitchedOff_404WithTheSwitch()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync("forecast: { enabled: false }", forecasts: false);

        (HttpStatusCode status, string body) = await daemon.GetAsync("/api/v1/forecast");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("forecast.enabled: true in the configuration and restart", body);
        string page = (await daemon.GetAsync("/")).Body;
        Assert.Contains("Forecasting is off", page);
        Assert.DoesNotContain("/api/v1/forecast", page);
    }

    [Fact]
    public async Task LandingPage_ConfigurationSaysOtherwise_ShowsWhatThisProcessDoes()
    {
        // As after a reload: the switch is read, and a restart would act on it.
        await using RunningDaemon daemon = await RunningDaemon.StartAsync("forecast: { enabled: false }", forecasts: true);
        daemon.Pages.Forecast = Two;

        string page = (await daemon.GetAsync("/")).Body;

        Assert.Contains("Forecasting 3 demand series", page);
        Assert.Contains("/api/v1/forecast", page);
    }

    [Theory]
    [InlineData("?steps=true", HttpStatusCode.BadRequest)]
    [InlineData("?steps=true&workload=w1", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    public async Task Forecast_MoreStepsThanOneAnswerHolds_IsRefusedWithTheWayOut(string query, HttpStatusCode expected)
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        ForecastPath path = new()
        {
            Origin = Two.At,
            Bin = Duration.FromMinutes(1),
            Peaks = [],
            Steps = Enumerable.Repeat(new ForecastStep(1, new Quantiles(1, 1, 1, 1)), 1440).ToValueArray(),
        };
        daemon.Pages.Forecast = Two with { Series = Enumerable.Range(0, 14).Select(number => Series($"w{number}", DemandSignal.ComputeSlices) with { Path = path }).ToValueArray() };

        (HttpStatusCode status, string body) = await daemon.GetAsync("/api/v1/forecast" + query);

        Assert.Equal(expected, status);
        Assert.Equal(expected == HttpStatusCode.BadRequest, body.Contains("ask for one workload at a time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LandingPage_WithForecasts_SaysHowMany()
    {
        await using RunningDaemon daemon = await RunningDaemon.StartAsync();
        daemon.Pages.Forecast = Two with { Dropped = 4 };

        Assert.Contains(
            "Forecasting 3 demand series by none, 0 of them knowing more than a day, 4 more are not followed (forecast.max_series)", (await daemon.GetAsync("/")).Body);
    }

    private static SeriesForecast Series(string name, DemandSignal signal) => new()
    {
        Key = new SeriesKey(SeriesScope.Workload, name, signal),
        Health = new ForecastHealth { State = ForecastState.Cold, Leader = "last" },
    };
}
