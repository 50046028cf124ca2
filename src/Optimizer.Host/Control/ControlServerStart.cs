using Microsoft.AspNetCore.Http.Features;

namespace Optimizer.Host.Control;

/// <summary>What a control server is made from.</summary>
internal sealed record ControlServerStart
{
    /// <summary>Absolute path of the socket.</summary>
    public required string Path { get; init; }

    /// <summary>The running loop.</summary>
    public required IOperator Operator { get; init; }

    /// <summary>Makes loggers.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Measures.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>How long requests in flight may take when it stops.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The daemon's user.</summary>
    public uint User { get; init; } = LibC.User;

    /// <summary>Users and groups.</summary>
    public IUserAccounts Accounts { get; init; } = new AccountFiles();

    /// <summary>Who asks; null asks the kernel.</summary>
    public Func<IFeatureCollection, PeerCredential?>? Peer { get; init; }
}
