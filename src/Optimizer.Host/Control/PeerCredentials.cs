using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Optimizer.Host.Control;

/// <summary>Asks the kernel who connected.</summary>
internal static class PeerCredentials
{
    // SOL_SOCKET and SO_PEERCRED of Linux; struct ucred is three 32-bit numbers: pid, user, group.
    private const int SocketLevel = 1;
    private const int PeerCred = 17;

    /// <summary>The peer of the connection a request came over; null when it cannot be told, which counts as nobody.</summary>
    public static PeerCredential? Of(IFeatureCollection features)
    {
        if (features.Get<IConnectionSocketFeature>()?.Socket is not Socket socket)
        {
            return null;
        }

        Span<int> answer = [0, -1, -1];
        try
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(answer);
            return socket.GetRawSocketOption(SocketLevel, PeerCred, bytes) == bytes.Length && answer[0] > 0
                ? new PeerCredential(answer[0], unchecked((uint)answer[1]), unchecked((uint)answer[2]))
                : null;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return null; // it has gone already
        }
    }
}
