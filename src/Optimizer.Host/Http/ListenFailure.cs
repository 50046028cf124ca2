using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Optimizer.Host.Configuration;

namespace Optimizer.Host.Http;

/// <summary>Says why the HTTP server cannot listen, and what to do.</summary>
internal static class ListenFailure
{
    /// <summary>The message, or null when the failure is not about listening.</summary>
    public static string? Explain(ListenAddress address, Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AddressInUseException)
            {
                return InUse(address);
            }

            if (cause is SocketException socket)
            {
                return Explain(address, socket);
            }
        }

        return null;
    }

    private static string Explain(ListenAddress address, SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => InUse(address),
        SocketError.AccessDenied => $"cannot listen on {address}: permission denied; ports below 1024 need CAP_NET_BIND_SERVICE, choose a higher one with listen or --listen",
        SocketError.AddressNotAvailable => $"cannot listen on {address}: no interface of this machine has that address; set listen or --listen to one that `ip address` shows, or to 0.0.0.0",
        SocketError.AddressFamilyNotSupported => $"cannot listen on {address}: this machine has no such address family; use an IPv4 address",
        _ => $"cannot listen on {address}: {socket.Message}",
    };

    private static string InUse(ListenAddress address) =>
        $"cannot listen on {address}: another process has the port; find it with `ss -ltnp 'sport = :{address.Port}'`, or set listen or --listen to another port";
}
