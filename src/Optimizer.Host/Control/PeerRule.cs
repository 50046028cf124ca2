using System.Globalization;

namespace Optimizer.Host.Control;

/// <summary>Who is answered on the control socket: root, the daemon's own user, and members of one group.</summary>
/// <param name="own">The daemon's user.</param>
/// <param name="accounts">Users and groups.</param>
internal sealed class PeerRule(uint own, IUserAccounts accounts)
{
    /// <summary>The group whose members are answered.</summary>
    public const string Group = "gpu-optimizer";

    /// <summary>Null when the peer is answered; else why not and what to do, one sentence.</summary>
    /// <param name="peer">Who; null when the kernel did not say.</param>
    public string? Refusal(PeerCredential? peer)
    {
        if (peer is not PeerCredential known)
        {
            return "The kernel did not say who is asking, so nothing is answered; connect from this machine's own user namespace.";
        }

        bool allowed = known.User == 0 || known.User == own || accounts.GroupOf(Group) == known.Group || accounts.IsMember(known.User, Group);
        return allowed ? null : $"The user {Name(known)} may not talk to this daemon; root, {Name(own)} and members of the group {Group} may. Use sudo, or let root add the user to the group: usermod -aG {Group} {Name(known)}";
    }

    /// <summary>How orders of a peer are signed.</summary>
    public string Name(PeerCredential peer) => Name(peer.User);

    private string Name(uint user) => accounts.NameOf(user) ?? user.ToString(CultureInfo.InvariantCulture);
}
