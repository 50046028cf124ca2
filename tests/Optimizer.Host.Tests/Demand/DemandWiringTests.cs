using Microsoft.Extensions.Logging;
using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Host.Demand;
using Optimizer.Host.Observation;
using Optimizer.Host.Tests.Support;
using Optimizer.Node.Demand;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Host.Tests.Demand;

/// <summary>What the configuration says arrives where it acts.</summary>
public sealed class DemandWiringTests
{
    [Fact]
    public void SourcesOptions_EveryLimit_IsTheConfigured()
    {
        ConfigurationResult.Read read = Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.Read(
            "workloads: { scrape_timeout_seconds: 1.5 }\nprometheus: { url: 'http://127.0.0.1:9090', timeout_seconds: 3.5 }\n", "test"));

        DemandSourcesOptions options = DemandWiring.SourcesOptions(read.Configuration);

        Assert.Equal(Duration.FromSeconds(1.5), options.Deadline);
        Assert.Equal(Duration.FromSeconds(3.5), options.PrometheusTimeout);
        Assert.Equal(new Uri("http://127.0.0.1:9090"), options.Prometheus);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(600, true)]
    [InlineData(10_000, false)]
    public async Task NodeObservation_SpeedBeyondWhatDemandFollows_ForecastingIsOffAndSaid(double speed, bool forecasts)
    {
        CapturedLog log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        ConfigurationResult.Read read = Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.Read("", "test"));
        ObservedNode node = ObservedNode.Simulate(Scenario.Load("two-a100"), 1, speed, TimeProvider.System);
        await using NodeObservation observation = new(node, read.Configuration, keepsState: false, loggers);

        Assert.Equal(forecasts, observation.Parts.Pages.LatestForecast is not null);
        Assert.Equal(!forecasts, log.Lines.Any(static line => line.Contains("Forecasting is off: simulated time runs at", StringComparison.Ordinal)));
    }
}
