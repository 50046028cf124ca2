using System.Net;

namespace Optimizer.Workloads.Tests.Systemd;

/// <summary>Answers every request at once with one status, or not at all.</summary>
internal sealed class FakePages : HttpMessageHandler
{
    /// <summary>Null: hangs until cancelled.</summary>
    public HttpStatusCode? Status { get; set; } = HttpStatusCode.OK;

    public List<string> Asked { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!.ToString());
        if (Status is { } status)
        {
            return new(status);
        }

        TaskCompletionSource never = new();
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        await never.Task;
        throw new InvalidOperationException("unreachable");
    }
}
