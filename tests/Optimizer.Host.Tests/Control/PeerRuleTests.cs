using Optimizer.Host.Control;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Control;

public sealed class PeerRuleTests
{
    private const uint Own = 500;
    private static readonly PeerRule Rule = new(Own, new FakeAccounts());

    [Theory]
    [InlineData(0, 0)]
    [InlineData(Own, 500)]
    [InlineData(FakeAccounts.Alice, 1001)]
    [InlineData(FakeAccounts.Bob, FakeAccounts.Operators)]
    public void Refusal_RootOwnUserAndMembers_AreAnswered(uint user, uint group) => Assert.Null(Rule.Refusal(new PeerCredential(1, user, group)));

    [Fact]
    public void Refusal_Stranger_SaysWhoMayAndHowToBecomeOne() => Assert.Equal(
        "The user mallory may not talk to this daemon; root, 500 and members of the group gpu-optimizer may. Use sudo, or let root add the user to the group: usermod -aG gpu-optimizer mallory",
        Rule.Refusal(new PeerCredential(1, FakeAccounts.Mallory, 1003)));

    [Fact]
    public void Refusal_KernelDidNotSay_IsRefused() => Assert.Contains("did not say who is asking", Rule.Refusal(null));

    [Fact]
    public void AccountFiles_MembersByNameAndPrimaryGroup_NobodyElse()
    {
        using TemporaryFolder folder = new();
        AccountFiles files = new(
            folder.Write("passwd", "root:x:0:0::/root:/bin/sh\nalice:x:1001:1001::/:/bin/sh\nbob:x:1002:900::/:/bin/sh\nmallory:x:1003:1003::/:/bin/sh\nbroken\n"),
            folder.Write("group", "root:x:0:\nother:x:901:mallory\ngpu-optimizer:x:900:alice,carol\n"));

        Assert.Equal((900u, null), (files.GroupOf("gpu-optimizer"), files.GroupOf("gpu")));
        Assert.Equal((true, true, false, false), (files.IsMember(1001, "gpu-optimizer"), files.IsMember(1002, "gpu-optimizer"), files.IsMember(1003, "gpu-optimizer"), files.IsMember(7, "gpu-optimizer")));
        Assert.Equal(("mallory", null), (files.NameOf(1003), files.NameOf(7)));
    }

    [Fact]
    public void AccountFiles_Missing_NobodyIsAMember()
    {
        AccountFiles files = new("/nonexistent/passwd", "/nonexistent/group");

        Assert.False(files.IsMember(0, "gpu-optimizer"));
        Assert.Null(files.GroupOf("gpu-optimizer"));
    }
}
