using System.Text;
using NodaTime;
using Optimizer.Control.Problems;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Capacity;

namespace Optimizer.Control.Tests.Problems;

public sealed class LearningTests
{
    private static readonly WorkloadDeclaration Chat = Site.Service("chat", ("3g.40gb", 10));

    [Fact]
    public void Observe_ServedBelowTheLimitAndNothingDeclared_BoundsTheCapacityFromBelow()
    {
        Site undeclared = Running(12, declared: Chat with { Capacity = [] });

        CapacityPoint point = Assert.Single(Observe(undeclared).Capacity.PointsOf("chat"));

        Assert.Equal((12.0, null), (point.AtLeast, point.Observed));
    }

    [Fact]
    public void Observe_MoreComesThanIsDeclared_NeverLiftsWhatIsDeclared()
    {
        Assert.Empty(Observe(Running(12)).Capacity.Workloads);
        Assert.Equal(10, Assert.Single(Observe(Running(12, saturated: true)).Capacity.PointsOf("chat")).Observed);
    }

    [Fact]
    public void Observe_ActivityNotRead_TeachesNothingSinceAFrontDoorCountsWhatNobodyServes()
    {
        Site site = Running(12).Instance(1, 1, static instance => instance with { Activity = null });

        Assert.Empty(Observe(site).Capacity.Workloads);
    }

    [Fact]
    public void Observe_FullSeats_TeachTheirRateOncePerBin()
    {
        Site site = Running(8, saturated: true);
        LearnedState once = Observe(site);
        site.Learned = once;
        LearnedState twice = Observe(site);

        Assert.Equal((8.0, 1.0), (once.Capacity.PointsOf("chat")[0].Observed, once.Capacity.PointsOf("chat")[0].ObservedWeight));
        Assert.Equal(once.Capacity, twice.Capacity);
    }

    [Fact]
    public void Observe_EveryReplicaBusy_IsFullWithoutTheForecastSayingSo()
    {
        Site site = Running(8).Instance(1, 1, instance => instance with { Activity = new EngineActivity { SmRatio = 0.98, DramRatio = 0.5 } });

        CapacityPoint point = Assert.Single(Observe(site).Capacity.PointsOf("chat"));

        Assert.Equal((8.0, 0.98, 0.5), (point.Observed, point.SmRatio, point.DramRatio));
    }

    [Theory]
    [InlineData(41, true)]
    [InlineData(41, false)]
    [InlineData(2, true)]
    public void Observe_RateFarFromTheKnownOne_TeachesNothing(double rate, bool saturated)
    {
        Assert.Empty(Observe(Running(rate, saturated)).Capacity.Workloads);
    }

    [Fact]
    public void Observe_SeatsOfTwoKinds_TeachNothingSinceNobodyKnowsWhichServedWhat()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 0), ("2g.20gb", 4)).Declare(Chat).Replica("chat", 1, "3g.40gb", 0).Replica("chat", 1, "2g.20gb", 4).Demand("chat", 12);

        Assert.Empty(Observe(site).Capacity.Workloads);
    }

    [Fact]
    public void Observe_EnoughFullMinutes_ReplaceWhatWasDeclared()
    {
        LearnedState learned = LearnedState.Nothing;
        for (int minute = 0; minute < 4; minute++)
        {
            Site site = Running(8, saturated: true, at: Site.Noon + Duration.FromMinutes(minute));
            site.Learned = learned;
            learned = Observe(site);
        }

        Site next = Running(5);
        next.Learned = learned;

        Assert.Equal((8, "observed"), next.Build().Problem.Workloads[0].Options.Where(option => option.Profile == "3g.40gb").Select(option => (option.Rate, option.Source)).Single());
    }

    [Fact]
    public void Observe_BoardPower_RefinesTheModelsCurve()
    {
        LearnedState learned = LearnedState.Nothing;
        for (int tick = 0; tick < 60; tick++)
        {
            double load = tick % 3 / 2.0;
            Site site = new Site().Whole(1).Change(1, gpu => gpu with
            {
                Power = new PowerReading { Watts = 100 + (400 * load), DefaultLimitWatts = 650 }, Activity = new EngineActivity { SmRatio = load },
            });
            site.Learned = learned;
            learned = Observe(site);
        }

        LearnedPower power = Assert.Single(learned.Power);
        Assert.Equal(("h100-80gb-sxm", 650.0, 60L), (power.Model, power.Fit.Assumed.MaxWatts, power.Fit.Readings));
        Assert.InRange(power.Fit.Curve.MaxWatts, 480, 600);
    }

    [Fact]
    public void Observe_InstanceWithoutActivity_LeavesThePowerReadingOut()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 0)).Change(1, gpu => gpu with { Power = new PowerReading { Watts = 300 } });

        Assert.Empty(Observe(site).Power);
    }

    [Fact]
    public void Observe_Restarts_KeepTheHighestOfTheLastFew()
    {
        LearnedState learned = LearnedState.Nothing;
        foreach (int seconds in new[] { 200, 60, 60, 70, 61, 62, 63 })
        {
            Site site = new Site().Mig(1).Declare(Chat).Replica("chat", null, restart: Duration.FromSeconds(seconds));
            site.Learned = learned;
            learned = Observe(site);
        }

        LearnedRestart restart = Assert.Single(learned.Restarts);
        Assert.Equal((Duration.FromSeconds(70), 6), (restart.Restart, restart.Measured));
    }

    [Fact]
    public void Observe_Demand_KeepsTheHighestOfAMinuteAndNoMoreThanAnHourBeyondTheHorizon()
    {
        LearnedState learned = LearnedState.Nothing;
        for (int tick = 0; tick < 600; tick++)
        {
            Site site = new Site { Now = Site.Noon + Duration.FromSeconds(tick * 30), Learned = learned }.Mig(1).Declare(Chat).Demand("chat", tick % 2 == 0 ? tick : 0);
            site.Learned = learned;
            learned = Observe(site);
        }

        DemandTrail trail = Assert.Single(learned.Trails);
        Assert.InRange(trail.Minutes.Count, 119, 121);
        Assert.All(trail.Minutes.AsEnumerable(), minute => Assert.Equal((minute.Minute - Site.Noon).TotalSeconds / 30, minute.Rate));
    }

    [Fact]
    public void Observe_RemovedWorkload_IsForgottenAfterADay()
    {
        LearnedState learned = Observe(Running(12).Replica("chat", null, restart: Duration.FromSeconds(9)));
        learned = learned with { Capacity = Observe(Running(12, saturated: true)).Capacity };

        LearnedState kept = Gone(learned, Duration.FromHours(23)), forgotten = Gone(kept, Duration.FromHours(25));

        Assert.Equal((1, 1), (kept.Capacity.Workloads.Count, kept.Restarts.Count));
        Assert.Equal((0, 0, 0), (forgotten.Capacity.Workloads.Count, forgotten.Restarts.Count, forgotten.Trails.Count));
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        LearnedState learned = Everything();

        LearnedReading read = LearnedDocument.Read(LearnedDocument.Write(learned, Site.Noon, Duration.FromHours(1)));

        Assert.Null(read.Trouble);
        Assert.Equal(learned, read.State);
    }

    [Fact]
    public void Write_OldDemand_IsLeftOut()
    {
        byte[] document = LearnedDocument.Write(Everything(), Site.Noon + Duration.FromHours(3), Duration.FromHours(1));

        Assert.Empty(LearnedDocument.Read(document).State.Trails);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"version\":7,\"capacity\":[],\"power\":[],\"restarts\":[],\"trails\":[],\"boards\":[]}")]
    [InlineData("{\"version\":1,\"capacity\":[null],\"power\":[],\"restarts\":[],\"trails\":[],\"boards\":[]}")]
    public void Read_WhatIsNoDocument_StartsAnewWithASentence(string text)
    {
        LearnedReading read = LearnedDocument.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(LearnedState.Nothing, read.State);
        Assert.Contains("learning starts anew", read.Trouble);
    }

    [Fact]
    public void Read_ADocumentCutOrChangedAnywhere_NeverThrows()
    {
        byte[] document = LearnedDocument.Write(Everything(), Site.Noon, Duration.FromHours(1));
        for (int at = 0; at < document.Length; at += 7)
        {
            Assert.NotNull(LearnedDocument.Read(document.AsSpan(0, at)).Trouble);
            byte[] changed = [.. document];
            changed[at] = changed[at] == (byte)'9' ? (byte)'-' : (byte)'9';
            Assert.NotNull(LearnedDocument.Read(changed));
        }
    }

    private static LearnedState Everything()
    {
        Site site = Running(8, saturated: true).Change(1, gpu => gpu with { Power = new PowerReading { Watts = 300 } })
            .Instance(1, 1, instance => instance with { Activity = new EngineActivity { SmRatio = 0.5 } });
        LearnedState learned = Observe(site);
        return learned with { Restarts = Observe(new Site().Mig(1).Declare(Chat).Replica("chat", null, restart: Duration.FromSeconds(9))).Restarts };
    }

    private static Site Running(double rate, bool saturated = false, Instant? at = null, WorkloadDeclaration? declared = null) =>
        new Site { Now = at ?? Site.Noon }.Mig(1, ("3g.40gb", 0)).Declare(declared ?? Chat).Replica("chat", 1, "3g.40gb", 0).Demand("chat", rate, DemandSignal.RequestRate, saturated)
            .Instance(1, 1, static instance => instance with { Activity = new EngineActivity { SmRatio = 0.5 } });

    private static LearnedState Gone(LearnedState learned, Duration later) => Observe(new Site { Now = Site.Noon + later, Learned = learned }.Mig(1));

    private static LearnedState Observe(Site site)
    {
        ProblemInputs inputs = site.Inputs();
        return Learning.Observe(inputs.Learned, inputs, new ProblemBuilder().Build(inputs).Problem);
    }
}
