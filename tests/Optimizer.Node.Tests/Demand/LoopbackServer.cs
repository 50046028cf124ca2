using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Optimizer.Node.Tests.Demand;

/// <summary>A server on loopback that does to each connection what a test says: badly behaved ones included, which no HTTP library would serve.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly Task _accepting;
    private int _requests;

    /// <param name="answer">Gets the request (head and body) and the connection, which is closed when it returns.</param>
    public LoopbackServer(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Page => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/metrics");

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Ends when the first request is in.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A server that answers every request with a page.</summary>
    public static LoopbackServer Of(string page, string status = "200 OK", string headers = "") => new((_, stream, cancellationToken) =>
        SendAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(page)}\r\nConnection: close\r\n{headers}\r\n{page}", cancellationToken));

    public static async Task SendAsync(Stream stream, string text, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient connection = client;
        try
        {
            NetworkStream stream = connection.GetStream();
            byte[] buffer = new byte[64 * 1024];
            int count = await stream.ReadAsync(buffer, _stop.Token);
            string request = Encoding.UTF8.GetString(buffer, 0, count);
            if (request.StartsWith("POST", StringComparison.Ordinal) && request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                count = await stream.ReadAsync(buffer, _stop.Token);
                request += Encoding.UTF8.GetString(buffer, 0, count);
            }

            Interlocked.Increment(ref _requests);
            Asked.TrySetResult();
            await _answer(request, stream, _stop.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
        {
            // The client left, or the test is over: nothing to answer any more.
            Asked.TrySetResult();
        }
    }
}
