using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Optimizer.Host.Configuration;

/// <summary>Where the daemon serves HTTP.</summary>
/// <param name="Address">An address of this machine, or the any-address.</param>
/// <param name="Port">TCP port; 0 lets the system choose a free one, which the daemon prints.</param>
internal readonly record struct ListenAddress(IPAddress Address, int Port)
{
    /// <summary>The legal form in words.</summary>
    public const string Legal = "ADDRESS:PORT with an IP address (IPv6 in brackets) or localhost, and a port from 0 to 65535";

    /// <summary>Reads the form of <see cref="Legal"/>.</summary>
    public static bool TryParse(string text, out ListenAddress address)
    {
        address = default;
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > ushort.MaxValue)
        {
            return false;
        }

        string host = text[..colon];
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            address = new ListenAddress(IPAddress.Loopback, port);
            return true;
        }

        bool bracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out IPAddress? parsed))
        {
            return false;
        }

        // IPAddress.TryParse takes "1" and "127.1" as well; an operator who writes those has made a slip.
        bool wellFormed = parsed.AddressFamily == AddressFamily.InterNetworkV6 ? bracketed : !bracketed && host.Count(c => c == '.') == 3;
        address = new ListenAddress(parsed, port);
        return wellFormed;
    }

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}
