using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Optimizer.Host.Control;

namespace Optimizer.Host.Tests.Support;

/// <summary>A control server in this process on a socket in a folder of its own.</summary>
internal sealed class RunningControl : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ControlServer _server;

    private RunningControl(FakeOperator loop, PeerCredential? peer, TimeProvider? time)
    {
        Loop = loop;
        _server = ControlServer.Build(new ControlServerStart
        {
            Path = Path,
            Operator = loop,
            Loggers = NullLoggerFactory.Instance,
            Time = time ?? TimeProvider.System,
            Accounts = new FakeAccounts(),
            Peer = peer is null ? null : _ => peer,
        });
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, token) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        Client = new HttpClient(handler) { BaseAddress = new Uri("http://control") };
    }

    public FakeOperator Loop { get; }

    public string Path => System.IO.Path.Combine(_folder.Path, "control.sock");

    public HttpClient Client { get; }

    public IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Endpoints => _server.Endpoints;

    public static async Task<RunningControl> StartAsync(PeerCredential? peer = null, TimeProvider? time = null, FakeOperator? loop = null)
    {
        RunningControl running = new(loop ?? new FakeOperator(), peer, time);
        await running._server.StartAsync(CancellationToken.None);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
