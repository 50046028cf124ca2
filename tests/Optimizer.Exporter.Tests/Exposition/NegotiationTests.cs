using Optimizer.Exporter.Exposition;

namespace Optimizer.Exporter.Tests.Exposition;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(null, ExpositionFormat.Text)]
    [InlineData("", ExpositionFormat.Text)]
    [InlineData("*/*", ExpositionFormat.Text)]
    [InlineData("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", ExpositionFormat.Text)]
    [InlineData("text/plain;version=0.0.4", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;version=1.0.0", ExpositionFormat.OpenMetrics)]
    [InlineData("Application/OpenMetrics-Text; Version=\"1.0.0\"", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;version=0.0.1", ExpositionFormat.Text)]
    [InlineData("application/json", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.9", ExpositionFormat.Text)]
    [InlineData("text/plain;version=0.0.4;q=0.5,application/openmetrics-text;version=1.0.0;q=0.5", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0,text/plain;q=0", ExpositionFormat.Text)]
    [InlineData("text/*;q=0.1, application/openmetrics-text; q=0.2", ExpositionFormat.OpenMetrics)]
    public void Choose_Header_FollowsQuality(string? header, ExpositionFormat expected) => Assert.Equal(expected, ExpositionNegotiation.Choose(header));

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.75,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=0.0.4;q=0.25,*/*;q=0.1")]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2")]
    public void Choose_PrometheusServers_GetOpenMetrics(string header) => Assert.Equal(ExpositionFormat.OpenMetrics, ExpositionNegotiation.Choose(header));

    [Theory]
    [InlineData("application/openmetrics-text;q=high")]
    [InlineData("application/openmetrics-text;q=2")]
    [InlineData("application/openmetrics-text;q=-1")]
    [InlineData("application/openmetrics-text;;q=1")]
    [InlineData("application/openmetrics-text;version")]
    [InlineData("openmetrics,application/openmetrics-text")]
    [InlineData(";q=1,application/openmetrics-text")]
    [InlineData("application/openmetrics-text;q=1,=;=")]
    public void Choose_Malformed_IsText(string header) => Assert.Equal(ExpositionFormat.Text, ExpositionNegotiation.Choose(header));
}
