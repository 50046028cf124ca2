using Optimizer.Model.Collections;

namespace Optimizer.Host.Web;

/// <summary>What a web configuration file says, before the files it names are opened.</summary>
internal sealed record WebFile
{
    /// <summary>TLS; null serves plain HTTP.</summary>
    public TlsFile? Tls { get; init; }

    /// <summary>HTTP/2 is offered under TLS.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary>Response headers that are set on every answer, ordered by name.</summary>
    public ValueArray<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Users with their bcrypt hashes, ordered by name; empty lets everyone in.</summary>
    public ValueArray<KeyValuePair<string, string>> Users { get; init; }
}
