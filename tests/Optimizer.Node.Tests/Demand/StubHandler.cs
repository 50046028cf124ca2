using System.Net;

namespace Optimizer.Node.Tests.Demand;

/// <summary>Answers in process.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, Task<string>> answer) : HttpMessageHandler
{
    public StubHandler(Func<HttpRequestMessage, string> answer)
        : this(request => Task.FromResult(answer(request)))
    {
    }

    /// <summary>For tests in which nothing is to be asked.</summary>
    public static StubHandler Nobody() => new(string (HttpRequestMessage request) => throw new InvalidOperationException($"{request.RequestUri} was asked"));

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(await answer(request)) };
    }
}
