using System.Diagnostics.Metrics;
using System.Text;
using Optimizer.Host.Observation;
using Prometheus;

namespace Optimizer.Host.Tests.Observation;

public sealed class HttpMetersTests
{
    [Fact]
    public async Task Attach_ServersMetersAndOthers_OnlyTheServersAreInThisRegistry()
    {
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        using Meter server = new("Microsoft.AspNetCore.Hosting");
        using Meter other = new("Somebody.Else");

        using (HttpMeters.Attach(registry))
        {
            server.CreateHistogram<double>("http.server.request.duration").Record(0.1);
            other.CreateCounter<long>("others").Add(1);
        }

        using MemoryStream page = new();
        await registry.CollectAndExportAsTextAsync(page);
        string text = Encoding.UTF8.GetString(page.ToArray());
        Assert.Contains("http_server_request_duration", text);
        Assert.DoesNotContain("others", text);
    }
}
