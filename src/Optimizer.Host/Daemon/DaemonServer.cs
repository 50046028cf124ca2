using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Optimizer.Host.Configuration;
using Optimizer.Host.Web;

namespace Optimizer.Host.Daemon;

/// <summary>Sets Kestrel up: one endpoint, small limits, TLS from the web configuration in force at each handshake.</summary>
internal static class DaemonServer
{
    // A request of ours is one line and a few headers; basic auth and a proxy's headers fit in 16 KB. Doubled, stalled clients hold twice the memory.
    private const int MostHeaderBytes = 16 * 1024;
    private const int MostHeaders = 64;
    private const int MostRequestLineBytes = 4096;

    // A page of 300 KB to a client at this rate takes 20 s; slower ones are cut off, so that they cannot hold a scrape's place.
    private const double LeastBytesPerSecond = 16 * 1024;
    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(5);

    /// <summary>Applies the configuration.</summary>
    public static void Configure(KestrelServerOptions server, DaemonConfiguration configuration, WebConfigurationStore web)
    {
        server.AddServerHeader = false;
        server.AllowSynchronousIO = false;
        KestrelServerLimits limits = server.Limits;
        limits.MaxConcurrentConnections = configuration.Http.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = 0;
        limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        limits.MaxRequestHeaderCount = MostHeaders;
        limits.MaxRequestLineSize = MostRequestLineBytes;
        limits.KeepAliveTimeout = configuration.Http.KeepAlive.ToTimeSpan();
        limits.RequestHeadersTimeout = configuration.Http.RequestTimeout.ToTimeSpan();
        limits.MinResponseDataRate = new MinDataRate(LeastBytesPerSecond, RateGrace);
        limits.Http2.MaxStreamsPerConnection = 32;
        server.Listen(configuration.Listen.Address, configuration.Listen.Port, listen =>
        {
            if (web.Current.Tls is null)
            {
                listen.Protocols = HttpProtocols.Http1;
                return;
            }

            // Both: which one a connection gets is decided by ALPN in the handshake, where http2: false leaves h2 out.
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = configuration.Http.RequestTimeout.ToTimeSpan(),
                OnConnection = _ => ValueTask.FromResult(web.Look().Tls!.Handshake()),
            });
        });
    }
}
