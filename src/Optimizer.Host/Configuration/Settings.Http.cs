namespace Optimizer.Host.Configuration;

/// <summary>Section <c>http</c>.</summary>
internal static partial class Settings
{
    /// <summary>Scrapes answered at once; one more gets 503 and a Retry-After.</summary>
    public static readonly IntegerSetting HttpMaxConcurrentScrapes = new()
    {
        Key = "http.max_concurrent_scrapes",
        Default = 40,
        Least = 1,
        Most = 1000,
        Summary = "Scrapes answered at once; one more gets 503 and a Retry-After.",
        Why = "node_exporter's number. Doubled, a stampede of scrapers holds twice the page buffers (about 300 KB each).",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Open connections; one more is closed at once.</summary>
    public static readonly IntegerSetting HttpMaxConnections = new()
    {
        Key = "http.max_connections",
        Default = 256,
        Least = 8,
        Most = 10000,
        Summary = "Open connections; one more is closed at once.",
        Why = "Each costs about 30 KB. Doubled, a client that opens connections and stalls costs twice the memory.",
    };

    /// <summary>How long an idle connection is kept.</summary>
    public static readonly NumberSetting HttpKeepAlive = new()
    {
        Key = "http.keep_alive_seconds",
        Default = 130,
        Least = 5,
        Most = 3600,
        Summary = "How long an idle connection is kept.",
        Why = "Longer than two scrapes at one a minute, so that a scraper keeps its connection. Doubled, forgotten connections fill the limit sooner.",
    };

    /// <summary>How long a client may take to send its request, and to shake hands under TLS.</summary>
    public static readonly NumberSetting HttpRequestTimeout = new()
    {
        Key = "http.request_timeout_seconds",
        Default = 10,
        Least = 1,
        Most = 120,
        Summary = "How long a client may take to send its request, and to shake hands under TLS.",
        Why = "A scraper takes milliseconds. Doubled, a slow client holds its connection twice as long.",
    };

    /// <summary>How long requests in flight may take to finish when the daemon stops.</summary>
    public static readonly NumberSetting HttpStopGrace = new()
    {
        Key = "http.stop_grace_seconds",
        Default = 5,
        Least = 0,
        Most = 60,
        Summary = "How long requests in flight may take to finish when the daemon stops.",
        Why = "A page is sent in milliseconds. Doubled, a stalled client delays each restart by 10 s; keep it under the unit's stop timeout.",
    };

    internal static Setting[] HttpSettings() =>
    [
        HttpMaxConcurrentScrapes, HttpMaxConnections, HttpKeepAlive, HttpRequestTimeout, HttpStopGrace,
    ];
}
