using Optimizer.Planning.Online;

namespace Optimizer.Planning.Tests.Online;

public sealed class DemandMemoryTests
{
    private readonly DemandMemory _memory = new(Requests.Fleet());

    [Fact]
    public void Survival_NothingSeen_IsOneAtOnceAndFalls()
    {
        Assert.Equal(1, _memory.Survival("any", 0, 0));
        Assert.InRange(_memory.Survival("any", 0, 600), 0.1, 0.99);
        Assert.True(_memory.Survival("any", 0, 3600) < _memory.Survival("any", 0, 600));
    }

    [Fact]
    public void ExpectedSeconds_OneLength_ComesNearIt()
    {
        OnlineFleet none = Requests.Fleet();
        for (int at = 0; at < 200; at++)
        {
            OnlineFleet one = none.With(0, "a", "7g.80gb", 0, started: at * 1000.0, kind: "job");
            _memory.Advance(none, at * 1000.0);
            _memory.Advance(one, (at * 1000.0) + 1000);
            _memory.Ended(new OnlineRequest("a", "7g.80gb", "job"), 1000);
        }

        Assert.InRange(_memory.ExpectedSeconds("job"), 800, 1800); // the ages are coarse: an end at 1000 s is one between 960 and 1920
    }

    [Fact]
    public void Survival_StillRunning_CountsAsMuchAsEnds()
    {
        OnlineFleet fleet = Requests.Fleet().With(0, "a", "4g.40gb", 0, kind: "steady").With(0, "b", "3g.40gb", 4, kind: "steady");
        double before = _memory.ExpectedSeconds("steady");

        _memory.Advance(fleet, 6000);

        Assert.True(_memory.ExpectedSeconds("steady") > before * 1.2);
    }

    [Fact]
    public void Mix_ManyRequests_FollowsThem()
    {
        OnlineFleet fleet = Requests.Fleet();
        for (int at = 0; at < 300; at++)
        {
            _memory.Arrived(fleet, new OnlineRequest("x", at % 3 == 0 ? "4g.40gb" : "7g.80gb"));
        }

        double[] mix = _memory.Mix();
        Assert.Equal(1, mix.Sum(), 9);
        Assert.InRange(mix[Requests.H100.Profiles.Select((profile, at) => (profile.Name, at)).Single(known => known.Name == "7g.80gb").at], 0.63, 0.68);
    }
}
