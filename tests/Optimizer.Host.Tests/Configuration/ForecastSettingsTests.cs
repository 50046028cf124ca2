using NodaTime;
using Optimizer.Host.Configuration;

namespace Optimizer.Host.Tests.Configuration;

public sealed class ForecastSettingsTests
{
    [Fact]
    public void Defaults_FollowDemandByTheMinute()
    {
        ForecastConfiguration forecast = DaemonConfiguration.Default.Forecast;

        Assert.True(forecast.Enabled);
        Assert.Equal((Duration.FromSeconds(10), Duration.FromMinutes(1), Duration.FromMinutes(10)), (forecast.Period, forecast.Bin, forecast.PublishStep));
        Assert.Same(DateTimeZone.Utc, forecast.TimeZone);
        Assert.Null(DaemonConfiguration.Default.Prometheus.Url);
    }

    [Fact]
    public void Read_EachKindOfSetting_IsTaken()
    {
        DaemonConfiguration read = Good("""
            forecast: { bin_seconds: 120, publish_step_seconds: 240, time_zone: Europe/Berlin, retention_days: 7, max_series: 20 }
            workloads: { directory: /srv/workloads, scrape_timeout_seconds: 0.5 }
            prometheus: { url: "https://prometheus.example:9090/base", backfill_days: 0 }
            """);

        Assert.Equal("Europe/Berlin", read.Forecast.TimeZone.Id);
        Assert.Equal((Duration.FromMinutes(2), Duration.FromDays(7), 20), (read.Forecast.Bin, read.Forecast.Retention, read.Forecast.MaxSeries));
        Assert.Equal(new WorkloadsConfiguration("/srv/workloads", Duration.FromMilliseconds(500)), read.Workloads);
        Assert.Equal(new PrometheusConfiguration(new Uri("https://prometheus.example:9090/base"), Duration.FromSeconds(5), 0), read.Prometheus);
    }

    [Fact]
    public void Read_SameZoneTwice_ComparesEqual() =>
        Assert.Equal(Good("forecast: { time_zone: Asia/Tokyo }"), Good("forecast:\n  time_zone: Asia/Tokyo\n"));

    [Theory]
    [InlineData("forecast: { bin_seconds: 70 }", "1:26: forecast.bin_seconds: found \"70\", expected a whole number from 60 to 3600 that divides 86400")]
    [InlineData("forecast: { bin_seconds: 30 }", "1:26: forecast.bin_seconds: found \"30\", expected a whole number from 60 to 3600 that divides 86400")]
    [InlineData("forecast: { period_seconds: 90 }", "1:13: forecast.bin_seconds: is 60, expected at least forecast.period_seconds, which is 90")]
    [InlineData("forecast: { bin_seconds: 450 }", "1:13: forecast.publish_step_seconds: is 600, expected a multiple of forecast.bin_seconds, which is 450")]
    [InlineData("forecast: { time_zone: Berlin }", "1:24: forecast.time_zone: found \"Berlin\", expected the IANA name of a time zone, such as UTC or Europe/Berlin")]
    [InlineData("forecast: { time_zone: Europe/Berln }", "1:24: forecast.time_zone: found \"Europe/Berln\", expected the IANA name of a time zone, such as UTC or Europe/Berlin; did you mean \"Europe/Berlin\"?")]
    [InlineData("forecast: { period: 20 }", "1:13: forecast: unknown key \"period\"; did you mean \"period_seconds\"?")]
    [InlineData("workloads: { directory: workloads.d }", "1:25: workloads.directory: found \"workloads.d\", expected an absolute path")]
    [InlineData("workloads: { scrape_timeout_seconds: 11 }", "1:14: forecast.period_seconds: is 10, expected at least workloads.scrape_timeout_seconds, which is 11")]
    [InlineData("prometheus: { url: localhost:9090 }", "1:20: prometheus.url: found \"localhost:9090\", expected a URL that begins with http:// or https:// and has no user, query or fragment, or null")]
    [InlineData("prometheus: { url: \"http://joe:secret@h/\" }", "1:20: prometheus.url: found a URL with a user, expected a URL that begins with http:// or https:// and has no user, query or fragment, or null")]
    [InlineData("prometheus: { url: \"joe:secret@h\" }", "1:20: prometheus.url: found a URL with a user, expected a URL that begins")]
    [InlineData("prometheus: { url: \"http://h/?token=secret\" }", "1:20: prometheus.url: found a URL with a query or fragment, expected a URL that begins")]
    [InlineData("workloads: { directory: \"http://joe:secret@h/\" }", "1:25: workloads.directory: found a URL with a user, expected an absolute path")]
    [InlineData("prometheus: { url: \"http://h\", timeout_seconds: 11 }", "1:32: forecast.period_seconds: is 10, expected at least prometheus.timeout_seconds, which is 11")]
    [InlineData("prometheus: { backfill_days: 15 }", "1:30: prometheus.backfill_days: found \"15\", expected a whole number from 0 to 14")]
    public void Read_OneMistake_SaysWhereWhatAndWhatIsLegal(string text, string message)
    {
        string error = Assert.Single(Assert.IsType<ConfigurationResult.Refused>(ConfigurationReader.Read(text, "c.yaml")).Errors).ToString();

        Assert.StartsWith($"c.yaml:{message}", error);
    }

    [Fact]
    public void Read_TimeoutOfAPrometheusThatIsNotAsked_BindsNothing() =>
        Assert.Null(Good("forecast: { period_seconds: 3 }").Prometheus.Url);

    private static DaemonConfiguration Good(string text) => Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.Read(text, "c.yaml")).Configuration;
}
