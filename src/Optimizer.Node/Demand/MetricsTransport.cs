using System.Net;

namespace Optimizer.Node.Demand;

/// <summary>The real transport of demand readings; simulation and tests put their own <see cref="HttpMessageHandler"/> in its place.</summary>
public static class MetricsTransport
{
    /// <summary>A handler that follows no redirect (a workload must not make the daemon ask other hosts), uses no proxy, cookies or credentials of the account,
    /// and gives up a connection after a few seconds. The caller disposes it.</summary>
    public static HttpMessageHandler Create() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = 8,
        MaxResponseHeadersLength = 32,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        // Names move between hosts; an hour-old connection would keep asking the old one.
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        UseCookies = false,
        UseProxy = false,
    };
}
