using Optimizer.Host.Daemon;
using Optimizer.Host.Observation;
using Optimizer.Host.Tests.Support;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Host.Tests.Observation;

/// <summary>A rehearsal: the GPUs are simulated and outlive the daemon, as real ones do.</summary>
public sealed class RehearsalTests
{
    private static readonly Scenario Small = Scenario.Load("two-a100");

    [Fact]
    public void Simulate_AfterAKill_HasTheLayoutAsItWasLeft()
    {
        using TemporaryFolder folder = new();
        string left = Changed(folder);

        using ObservedNode again = Node(folder);

        Assert.Equal(left, again.Simulated!.Driver.LayoutText());
    }

    [Fact]
    public void Simulate_AnotherSeed_BeginsAsTheScenarioDoes()
    {
        using TemporaryFolder folder = new();
        string left = Changed(folder);

        using ObservedNode other = Node(folder, seed: 2);

        Assert.NotEqual(left, other.Simulated!.Driver.LayoutText());
    }

    [Fact]
    public void Prepare_SeatsOfUnits_AreFoundInTheTableOfMinors()
    {
        using TemporaryFolder folder = new();
        Changed(folder);

        Assert.Contains("gpu1/gi9/ci0/access ", File.ReadAllText(Path.Combine(folder.Path, "proc/driver/nvidia-caps/mig-minors")), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_FolderThatCannotBe_RefusesTheStart()
    {
        using TemporaryFolder folder = new();
        Rehearsal rehearsal = new(Path.Combine(folder.Write("file", ""), "below"));
        using ObservedNode node = ObservedNode.Simulate(Small, 1, 1, TimeProvider.System, null, rehearsal);

        Assert.Contains("Run it as root", Assert.Throws<StartRefusedException>(() => rehearsal.Prepare(node.Simulated!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stage_Rehearsal_LeavesWorkloadsToTheMachine()
    {
        using TemporaryFolder folder = new();
        using ObservedNode rehearsed = Node(folder), played = ObservedNode.Simulate(Small, 1, 1, TimeProvider.System);

        Assert.Null(rehearsed.Stage);
        Assert.Same(played.Simulated, played.Stage);
    }

    private static ObservedNode Node(TemporaryFolder folder, ulong seed = 1) => ObservedNode.Simulate(Small, seed, 1, TimeProvider.System, null, new Rehearsal(folder.Path));

    /// <summary>A run that makes an instance and ends without a word.</summary>
    private static string Changed(TemporaryFolder folder)
    {
        using ObservedNode node = Node(folder);
        node.Rehearsal!.Prepare(node.Simulated!);
        node.Simulated!.Driver.CreateInstance(0, "1g.10gb", 6);
        node.Rehearsal.Keep();
        return node.Simulated.Driver.LayoutText();
    }
}
