using NodaTime;

namespace Optimizer.Host.Configuration;

/// <summary>Limits of the HTTP server. Section <c>http</c>.</summary>
internal sealed record HttpConfiguration
{
    /// <summary>Scrapes answered at once; one more gets 503.</summary>
    public required int MaxConcurrentScrapes { get; init; }

    /// <summary>Open connections; one more is closed at once.</summary>
    public required int MaxConnections { get; init; }

    /// <summary>How long an idle connection is kept.</summary>
    public required Duration KeepAlive { get; init; }

    /// <summary>How long a client may take to send its request, or to shake hands.</summary>
    public required Duration RequestTimeout { get; init; }

    /// <summary>How long requests in flight may take to finish when the daemon stops.</summary>
    public required Duration StopGrace { get; init; }
}
