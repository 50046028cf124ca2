using System.Net.Sockets;
using Optimizer.Host.Control;

namespace Optimizer.Host.Operating;

/// <summary>Asks the daemon over its control socket.</summary>
internal static class ControlClient
{
    /// <summary>Names the socket in place of <c>--socket</c>.</summary>
    public const string Variable = "GPU_OPTIMIZER_SOCKET";

    // A daemon answers from memory or its journal. Doubled, a verb waits twice as long for one that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Asks the first daemon that answers at one of the places.</summary>
    /// <param name="places">Sockets in order.</param>
    /// <param name="user">Who asks: sockets in folders of anybody else but root are passed over, as somebody may have put them there to be asked.</param>
    /// <param name="named">The place was named by the operator, and is taken as it is.</param>
    /// <param name="request">Makes the request; called once for each place tried.</param>
    /// <param name="failures">What went wrong at each place; of use when nobody answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer; null when nobody answered.</returns>
    public static async Task<ControlReply?> AskAsync(
        IReadOnlyList<string> places, uint user, bool named, Func<HttpRequestMessage> request, List<string> failures, CancellationToken cancellationToken)
    {
        foreach (string place in places)
        {
            if (!named && LibC.Look(Path.GetDirectoryName(place)!) is (uint owner, _) && owner != 0 && owner != user)
            {
                failures.Add($"{place}: its folder belongs to somebody else");
                continue;
            }

            try
            {
                using HttpClient client = new(Handler(place)) { BaseAddress = new Uri("http://gpu-optimizer"), Timeout = Patience };
                using HttpRequestMessage message = request();
                using HttpResponseMessage response = await client.SendAsync(message, cancellationToken);
                return new ControlReply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }
            catch (HttpRequestException failure)
            {
                failures.Add($"{place}: {Reason(failure, place)}");
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add($"{place}: no answer within {Patience.TotalSeconds:0} s");
            }
        }

        return null;
    }

    private static SocketsHttpHandler Handler(string place) => new()
    {
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = async (_, token) =>
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(place), token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private static string Reason(HttpRequestException failure, string place) => failure.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "a socket that nobody listens on; the daemon has ended",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"not permitted; use sudo, or join the group {PeerRule.Group}",
        SocketException when !File.Exists(place) => "no such socket",
        SocketException inner => inner.Message,
        ArgumentOutOfRangeException => "the path is too long for a socket",
        _ => failure.Message,
    };
}
