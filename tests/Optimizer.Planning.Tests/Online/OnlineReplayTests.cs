using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;

namespace Optimizer.Planning.Tests.Online;

public sealed class OnlineReplayTests
{
    public static TheoryData<string> Policies => [.. OnlinePolicies.All.Select(policy => policy.Name)];

    private static ReplayFigures Run(string policy, IReadOnlyList<OnlineArrival> arrivals, double load = 1.0, int seed = 5, int gpus = 12) =>
        OnlineReplay.Run(new ReplayOptions(Requests.H100, gpus, load, seed), arrivals, OnlinePolicies.Find(policy)!, CancellationToken.None);

    [Theory]
    [MemberData(nameof(Policies))]
    public void Run_SameSeed_GivesTheSameFiguresAndMoves(string policy)
    {
        OnlineArrival[] arrivals = Requests.Drawn(400, 3);

        Assert.Equal(Run(policy, arrivals), Run(policy, arrivals));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Run_FarMoreGpusThanNeeded_AcceptsAllWithoutMoves(string policy)
    {
        ReplayFigures figures = Run(policy, Requests.Drawn(200, 4), load: 0.1, gpus: 40);

        Assert.Equal((100.0, 100.0, 0), (figures.AcceptedPercent, figures.AcceptedGpcTimePercent, figures.Moves));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Run_OneGpuAndOnlyWholeRequests_IsTheLossOfAOneServerQueue(string policy)
    {
        // Erlang's loss formula with one server and load 1: half are turned away, whatever the policy.
        OnlineArrival[] arrivals = [.. Enumerable.Range(0, 4000).Select(at => new OnlineArrival(new OnlineRequest($"w{at}", "7g.80gb"), 600))];

        Assert.InRange(Run(policy, arrivals, gpus: 1).AcceptedPercent, 48, 52);
    }

    [Fact]
    public void Run_Policies_OrderAsTheyShouldOnTheSameArrivals()
    {
        // Three draws together, so that the order does not hang on one.
        double Accepted(string policy) => Enumerable.Range(0, 3).Sum(seed => Run(policy, Requests.Drawn(1500, 20 + seed), seed: 20 + seed).Accepted);

        Assert.True(Accepted("random") < Accepted("first-fit"));
        Assert.True(Accepted("first-fit") < Accepted("fragmentation-one-move"));
        Assert.True(Accepted("value") < Accepted("value-moves"));
    }

    [Fact]
    public void Run_ValueMoves_MovesAtMostHalfAsOftenAsOneMoveAlways()
    {
        OnlineArrival[] arrivals = Requests.Drawn(3000, 9);
        ReplayFigures always = Run("fragmentation-one-move", arrivals), chosen = Run("value-moves", arrivals);

        Assert.True(chosen.Moves > 0);
        Assert.True(chosen.MovesPer100Accepted <= always.MovesPer100Accepted / 2, $"{chosen.MovesPer100Accepted} of {always.MovesPer100Accepted}");
    }

    [Fact]
    public void Run_Moves_AreOfPlacedRequestsToPlacesOfTheirProfile()
    {
        ReplayFigures figures = Run("value-moves", Requests.Drawn(1500, 12));

        Assert.Equal(figures.Moves, figures.MoveList.Count);
        Assert.All(figures.MoveList, made => Assert.Equal(made.Move.From.Profile, made.Move.To.Profile));
        Assert.All(figures.MoveList, made => Assert.NotEqual(made.For, made.Move.Request));
        Assert.Equal(figures.Accepted + figures.Moves, figures.Creates);
        Assert.True(figures.Destroys <= figures.Creates && figures.Creates - figures.Destroys <= 7 * 12);
    }

    [Fact]
    public void Run_A30_KnowsItsOwnProfiles()
    {
        OnlineArrival[] arrivals = [.. Enumerable.Range(0, 300).Select(at => new OnlineArrival(new OnlineRequest($"a{at}", at % 3 == 0 ? "4g.24gb" : at % 3 == 1 ? "2g.12gb" : "1g.6gb"), 300 + at))];
        ReplayOptions options = new(Board.Geometry(Board.A30), 6, 0.9, 1);

        Assert.All(OnlinePolicies.All, policy => Assert.InRange(OnlineReplay.Run(options, arrivals, policy, CancellationToken.None).AcceptedPercent, 50, 100));
    }

    [Fact]
    public void Times_TwiceTheLoad_IsTwiceAsFast()
    {
        OnlineArrival[] arrivals = Requests.Drawn(500, 1);
        double[] slow = OnlineReplay.Times(new ReplayOptions(Requests.H100, 8, 0.5, 3), arrivals), fast = OnlineReplay.Times(new ReplayOptions(Requests.H100, 8, 1.0, 3), arrivals);

        Assert.Equal(slow[^1], fast[^1] * 2, 6);
        double offered = arrivals.Sum(arrival => Requests.H100.FindProfile(arrival.Request.Profile)!.ComputeSlices / 7.0 * arrival.Seconds) / (8 * fast[^1]);
        Assert.InRange(offered, 0.85, 1.15);
    }

    [Theory]
    [InlineData(0.0, 60.0, "The load must be above 0.")]
    [InlineData(1.0, -5.0, "bad: runs for -5 s, expected more than 0.")]
    public void Times_Nonsense_IsRefused(double load, double seconds, string why)
    {
        OnlineArrival[] arrivals = [new(new OnlineRequest("bad", "7g.80gb"), seconds)];

        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => OnlineReplay.Times(new ReplayOptions(Requests.H100, 1, load, 1), arrivals));

        Assert.StartsWith(why, refused.Message);
    }
}
