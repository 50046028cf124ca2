using System.Net;
using System.Net.Sockets;

namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>Loopback ports for servers whose address must be known before they start, or must survive a restart.</summary>
/// <remarks>Taken below the range that the system hands out by itself, so that no passing connection sits on one when its server starts.</remarks>
internal static class LocalPorts
{
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly Lock Gate = new();
    private static int _next = First + (Environment.ProcessId * 37 % (Last - First));

    public static int Take()
    {
        lock (Gate)
        {
            for (int tries = First; tries < Last; tries++)
            {
                int port = _next;
                _next = port + 1 < Last ? port + 1 : First;
                if (IsFree(port))
                {
                    return port;
                }
            }
        }

        throw new InvalidOperationException($"No loopback port from {First} to {Last} is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
