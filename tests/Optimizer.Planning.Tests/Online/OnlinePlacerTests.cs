using Optimizer.Planning.Online;

namespace Optimizer.Planning.Tests.Online;

public sealed class OnlinePlacerTests
{
    private static OnlineAnswer.Placed Placed(OnlineAnswer answer) => Assert.IsType<OnlineAnswer.Placed>(answer);

    [Theory]
    [InlineData("first-fit-low", 0, 0)]
    [InlineData("first-fit", 0, 4)]
    [InlineData("best-fit", 1, 4)]
    [InlineData("fragmentation", 1, 4)]
    [InlineData("value", 1, 4)]
    [InlineData("value-moves", 1, 4)]
    public void Answer_SmallRequestBesideAHalfFullGpu_GoesWhereThePolicySays(string policy, int gpu, int start)
    {
        OnlineAnswer.Placed placed = Placed(Requests.Fleet().With(1, "a", "4g.40gb", 0).Ask(policy, "3g.40gb"));

        Assert.Equal((gpu, start), (placed.Gpu, placed.Instance.Placement.Start));
        Assert.Empty(placed.Moves);
    }

    [Fact]
    public void Answer_TwoHalfFullGpus_ValueJoinsTheNeighbourThatStays()
    {
        OnlineFleet fleet = Requests.Fleet(3).With(0, "short", "4g.40gb", 0, kind: "short").With(1, "long", "4g.40gb", 0, kind: "long");
        DemandMemory memory = new(fleet);
        for (int seen = 0; seen < 20; seen++)
        {
            memory.Arrived(fleet, new OnlineRequest($"w{seen}", "7g.80gb"));
            memory.Ended(new OnlineRequest($"s{seen}", "4g.40gb", "short"), 70);
            memory.Ended(new OnlineRequest($"l{seen}", "4g.40gb", "long"), 7000);
        }

        memory.Advance(fleet, 30);

        Assert.Equal(1, Placed(fleet.Ask("value", "3g.40gb", memory, 30, "long")).Gpu);
        Assert.Equal(0, Placed(fleet.Ask("best-fit", "3g.40gb", memory, 30, "long")).Gpu);
    }

    [Theory]
    [InlineData("fragmentation-one-move")]
    [InlineData("value-moves")]
    public void Answer_WholeGpuBlockedByOneSmall_MovesItFirst(string policy)
    {
        OnlineFleet fleet = Requests.Fleet().With(0, "a", "4g.40gb", 0).With(1, "b", "3g.40gb", 4);

        OnlineAnswer.Placed placed = Placed(fleet.Ask(policy, "7g.80gb"));

        OnlineMove move = Assert.Single(placed.Moves);
        Assert.Equal(new OnlineMove("b", 1, Requests.Instance("3g.40gb", 4), 0, Requests.Instance("3g.40gb", 4)), move);
        Assert.Equal((1, Requests.Instance("7g.80gb", 0)), (placed.Gpu, placed.Instance));
    }

    [Fact]
    public void Answer_FourSlicesBehindThree_MovesWithinTheGpu()
    {
        OnlineAnswer.Placed placed = Placed(Requests.Fleet(1).With(0, "a", "3g.40gb", 0).Ask("value-moves", "4g.40gb"));

        Assert.Equal(new OnlineMove("a", 0, Requests.Instance("3g.40gb", 0), 0, Requests.Instance("3g.40gb", 4)), Assert.Single(placed.Moves));
        Assert.Equal(Requests.Instance("4g.40gb", 0), placed.Instance);
    }

    [Theory]
    [InlineData("value", true, "policy value moves nobody")]
    [InlineData("value-moves", false, "no 1 or fewer moves make room")]
    public void Answer_NobodyMayMove_SaysSo(string policy, bool movable, string why)
    {
        OnlineFleet fleet = Requests.Fleet().With(0, "a", "4g.40gb", 0, movable).With(1, "b", "3g.40gb", 4, movable);

        OnlineAnswer.Rejected rejected = Assert.IsType<OnlineAnswer.Rejected>(fleet.Ask(policy, "7g.80gb"));

        Assert.Equal(OnlineRejection.NoRoom, rejected.Reason);
        Assert.Equal($"new: 7g.80gb fits on none of 2 GPUs, and {why}.", rejected.Sentence);
    }

    [Fact]
    public void Answer_UnknownProfile_NamesTheKnownOnes()
    {
        OnlineAnswer.Rejected rejected = Assert.IsType<OnlineAnswer.Rejected>(Requests.Fleet().Ask("value", "5g.60gb"));

        Assert.Equal(OnlineRejection.UnknownProfile, rejected.Reason);
        Assert.Contains("no profile '5g.60gb', only 7g.80gb, 4g.40gb", rejected.Sentence);
    }

    [Fact]
    public void Answer_LongRequestAfterShortOnes_LeavesTheMovesToThem()
    {
        OnlineFleet fleet = Requests.Fleet().With(0, "a", "4g.40gb", 0).With(1, "b", "3g.40gb", 4);
        DemandMemory memory = new(fleet);
        for (int seen = 0; seen < 20; seen++)
        {
            memory.Ended(new OnlineRequest($"s{seen}", "7g.80gb", "short"), 70);
            memory.Ended(new OnlineRequest($"l{seen}", "7g.80gb", "long"), 7000);
        }

        OnlinePlacer placer = OnlinePolicies.Default.CreatePlacer(new Random(1));
        OnlineAnswer Answer(string kind) => placer.Answer(fleet, new OnlineRequest("new", "7g.80gb", kind), memory, 0);

        Assert.IsType<OnlineAnswer.Placed>(Answer("short"));
        OnlineAnswer.Rejected rejected = Assert.IsType<OnlineAnswer.Rejected>(Answer("long"));
        Assert.Equal(OnlineRejection.MovesTooDear, rejected.Reason);
        Assert.StartsWith("new: 1 moves would make room for 7g.80gb, expected for ", rejected.Sentence);
        Assert.All(Enumerable.Range(0, 2), _ => Assert.IsType<OnlineAnswer.Rejected>(Answer("long")));
        Assert.IsType<OnlineAnswer.Placed>(Answer("short"));
    }

    [Fact]
    public void Add_WhereItOverlaps_Throws()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Requests.Fleet().With(0, "a", "4g.40gb", 0).With(0, "b", "2g.20gb", 2));

        Assert.StartsWith("b: 2g.20gb@2 is not free on GPU 0.", refused.Message);
    }

    [Fact]
    public void Apply_ToAPlaceThatOnlyTheMoveWouldFree_Throws()
    {
        OnlineFleet fleet = Requests.Fleet(1).With(0, "a", "2g.20gb", 0).With(0, "b", "2g.20gb", 2);

        Assert.Throws<ArgumentException>(() => fleet.Apply(new OnlineMove("a", 0, Requests.Instance("2g.20gb", 0), 0, Requests.Instance("2g.20gb", 2))));
    }
}
