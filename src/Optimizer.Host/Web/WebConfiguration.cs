using Optimizer.Model.Collections;

namespace Optimizer.Host.Web;

/// <summary>A web configuration in force: what the file says with its certificates loaded. Immutable; shared by all connections.</summary>
/// <param name="Tls">TLS; null serves plain HTTP.</param>
/// <param name="Headers">Response headers that are set on every answer, ordered by name.</param>
/// <param name="Users">Users with their bcrypt hashes, ordered by name; empty lets everyone in.</param>
internal sealed record WebConfiguration(TlsIdentity? Tls, ValueArray<KeyValuePair<string, string>> Headers, ValueArray<KeyValuePair<string, string>> Users)
{
    /// <summary>Plain HTTP without users.</summary>
    public static WebConfiguration Open { get; } = new(null, [], []);

    /// <summary>The hash of a user, or null when there is none of that name.</summary>
    public string? HashOf(string user)
    {
        foreach ((string name, string hash) in Users)
        {
            if (string.Equals(name, user, StringComparison.Ordinal))
            {
                return hash;
            }
        }

        return null;
    }
}
