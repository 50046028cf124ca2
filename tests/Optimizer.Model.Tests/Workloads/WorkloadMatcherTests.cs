using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Model.Tests.Workloads;

public sealed class WorkloadMatcherTests
{
    private static readonly WorkloadMatcher Matcher = new(
    [
        Declare("chat-7b", new WorkloadHost.Systemd("chat-7b@.service")),
        Declare("chat-7b-canary", new WorkloadHost.Systemd("chat-7b@canary.service")),
        Declare("rank", new WorkloadHost.Systemd("rank")),
        Declare("job-4117", null),
        Declare("notebook", new WorkloadHost.Observed("0123456789ab")),
    ]);

    [Theory]
    [InlineData("chat-7b@1.service", "chat-7b")]
    [InlineData("chat-7b@2.service", "chat-7b")]
    [InlineData("chat-7b@canary.service", "chat-7b-canary")]
    [InlineData("rank.service", "rank")]
    [InlineData("chat-7b@.service", "chat-7b")]
    [InlineData("chat-7b.service", null)]
    [InlineData("my-chat-7b@1.service", null)]
    [InlineData("@.service", null)]
    [InlineData("", null)]
    public void Find_Unit_TakesTheMostExactDeclaration(string unit, string? expected) =>
        Assert.Equal(expected, Matcher.Find(unit, WorkloadKind.Systemd)?.Name);

    [Theory]
    [InlineData("job-4117", WorkloadKind.Slurm, "job-4117")]
    [InlineData("0123456789ab", WorkloadKind.Container, "notebook")]
    [InlineData("rank.service", WorkloadKind.Pod, null)]
    [InlineData("notebook", WorkloadKind.Container, null)]
    public void Find_OtherKinds_AreFoundByTheNameTheNodeShows(string observed, WorkloadKind kind, string? expected) =>
        Assert.Equal(expected, Matcher.Find(observed, kind)?.Name);

    [Fact]
    public void Find_TwoDeclareTheSameUnit_AnswerDoesNotDependOnTheirOrder()
    {
        WorkloadDeclaration[] both = [Declare("b", new WorkloadHost.Systemd("x.service")), Declare("a", new WorkloadHost.Systemd("x"))];

        Assert.Equal("a", new WorkloadMatcher(both).Find("x.service", WorkloadKind.Systemd)!.Name);
        Assert.Equal("a", new WorkloadMatcher(both.Reverse()).Find("x.service", WorkloadKind.Systemd)!.Name);
    }

    [Fact]
    public void Word_EveryClass_ReadsBack() =>
        Assert.All(Enum.GetValues<QosClass>(), qos => Assert.Equal(qos, QosClassWord.Read(qos.Word())));

    [Fact]
    public void Declarations_SameContent_AreEqual()
    {
        WorkloadDeclaration one = Declare("a", new WorkloadHost.Systemd("x")) with
        {
            Capacity = [new("3g.20gb", 7)],
            Demand = new DemandDeclaration.Scrape(new Uri("http://127.0.0.1:1/metrics"), "n", ScrapeType.Counter) { Labels = [new("a", "b")] },
        };
        WorkloadDeclaration other = one with
        {
            Capacity = [new("3g.20gb", 7)],
            Demand = new DemandDeclaration.Scrape(new Uri("http://127.0.0.1:1/metrics"), "n", ScrapeType.Counter) { Labels = [new("a", "b")] },
        };

        Assert.Equal(one, other);
    }

    private static WorkloadDeclaration Declare(string name, WorkloadHost? host) => new() { Name = name, Host = host };
}
