using System.Net;
using System.Text;

namespace Optimizer.Simulation.Workloads;

/// <summary>Answers requests for the workloads' pages in process; everything else is refused as a host that cannot be reached.</summary>
internal sealed class WorkloadPageHandler(WorkloadPages pages) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string page = (request.RequestUri is { } address ? pages.At(address) : null)
            ?? throw new HttpRequestException(HttpRequestError.ConnectionError, $"nothing answers at {request.RequestUri} in this simulation");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StringContent(page, Encoding.UTF8, "text/plain"),
        });
    }
}
