using Optimizer.Host.Control;

namespace Optimizer.Host.Tests.Support;

/// <summary>Three users: alice (1001) is in the group by name, bob (1002) has it as his primary one, mallory (1003) is not in it.</summary>
internal sealed class FakeAccounts : IUserAccounts
{
    public const uint Alice = 1001;
    public const uint Bob = 1002;
    public const uint Mallory = 1003;
    public const uint Operators = 900;

    public string? NameOf(uint user) => user switch { 0 => "root", Alice => "alice", Bob => "bob", Mallory => "mallory", _ => null };

    // A group that this machine does not have: giving the socket away must not depend on who runs the tests.
    public uint? GroupOf(string name) => name == PeerRule.Group ? Operators : null;

    public bool IsMember(uint user, string group) => user == Alice && group == PeerRule.Group;
}
