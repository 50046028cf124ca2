using NodaTime;
using Optimizer.Control.Problems;
using Optimizer.Model.Acting;
using Optimizer.Model.Demand;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Tests.Problems;

public sealed class ProblemBuilderTests
{
    private static readonly WorkloadDeclaration Chat = Site.Service("chat", ("2g.20gb", 7), ("3g.40gb", 10));

    [Fact]
    public void Build_RisingDemand_LeadsToAPlanThatAddsAReplica()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 0)).Declare(Chat).Replica("chat", 1, "3g.40gb", 0).Demand("chat", 14);

        PlanningProblem problem = site.Build().Problem;
        Plan plan = Assert.IsType<PlanResult.Planned>(new Planner().Plan(problem)).Plan;

        Assert.Equal(14 * 1.2, problem.Workloads[0].PlanningRate, 9);
        Assert.Contains(plan.Steps, step => step is PlanStep.StartReplica { Workload: "chat" });
        Assert.DoesNotContain(plan.Steps, step => step is PlanStep.StopReplica);
    }

    [Fact]
    public void Build_DemandWithinTheBand_KeepsWhatThereIs()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 0)).Declare(Chat).Replica("chat", 1, "3g.40gb", 0).Demand("chat", 8);

        PlanningProblem problem = site.Build().Problem;

        Assert.Equal(10, problem.Workloads[0].PlanningRate);
        Assert.NotNull(Assert.IsType<PlanResult.Planned>(new Planner().Plan(problem)).Plan.Hold);
    }

    [Fact]
    public void Build_DemandThatFellAfterARecentPeak_KeepsWhatThePeakNeeded()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 0), ("3g.40gb", 4)).Declare(Chat).Replica("chat", 1, "3g.40gb", 0).Replica("chat", 1, "3g.40gb", 4).Demand("chat", 1);
        DemandTrail trail = new("chat", [(Site.Noon - Duration.FromMinutes(50), 16)]);
        double now = site.Build().Problem.Workloads[0].PlanningRate;

        site.Learned = LearnedState.Nothing with { Trails = [trail] };
        double afterPeak = site.Build().Problem.Workloads[0].PlanningRate;
        site.Learned = LearnedState.Nothing with { Trails = [trail with { Signal = DemandSignal.Gauge }] };
        double otherUnit = site.Build().Problem.Workloads[0].PlanningRate;

        Assert.Equal((1.2, 20, 1.2), (now, afterPeak, otherUnit));
    }

    [Fact]
    public void Build_NoDemandSeriesYet_KeepsWhatItHasAndSaysSo()
    {
        WorkloadNeed need = new Site().Mig(1, ("3g.40gb", 0)).Declare(Chat).Replica("chat", 1, "3g.40gb", 0).Build().Problem.Workloads[0];

        Assert.Equal(10, need.PlanningRate);
        Assert.Contains("demand is not seen", need.Basis);
    }

    [Fact]
    public void Build_StaleDemand_KeepsWhatItHasAndHolds()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 0)).Declare(Chat).Replica("chat", 1, "3g.40gb", 0).Demand("chat", 100, age: Duration.FromMinutes(11));

        ProblemReading reading = site.Build();

        Assert.Equal(10, reading.Problem.Workloads[0].PlanningRate);
        Assert.Contains(reading.Holds, hold => hold is { Interlock: Interlock.StaleReadings, Subject: "chat" });
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(-0.1, true)]
    [InlineData(0.2, false)]
    public void Build_ForecastSkill_DecidesWhetherConfidenceIsLow(double? skill, bool low)
    {
        ProblemReading reading = new Site().Mig(1).Declare(Chat).Demand("chat", 1, skill: skill).Build();

        Assert.Equal(low, reading.Holds.Any(hold => hold.Interlock == Interlock.LowConfidence));
    }

    [Fact]
    public void Build_ActivityDemand_CountsSlicesOnBothSides()
    {
        WorkloadDeclaration notebook = Chat with { Name = "notebook", Demand = new DemandDeclaration.Activity(), Capacity = [] };
        Site site = new Site().Mig(1, ("2g.20gb", 0)).Declare(notebook).Replica("notebook", 1, "2g.20gb", 0).Demand("notebook", 1.9, DemandSignal.ComputeSlices);

        WorkloadNeed need = site.Build().Problem.Workloads[0];

        Assert.Equal(1.9 * 1.2, need.PlanningRate, 9);
        Assert.Equal(2, need.Options.Single(option => option.Profile == "2g.20gb").Rate);
        Assert.Equal(7, need.Options.Single(option => option.Profile == "gpu").Rate);
    }

    [Fact]
    public void Build_RequestRateWithoutAnyKnownCapacity_FallsBackOnActivity()
    {
        Site site = new Site().Mig(1, ("2g.20gb", 0)).Declare(Chat with { Capacity = [] }).Replica("chat", 1, "2g.20gb", 0)
            .Demand("chat", 500).Demand("chat", 1.6, DemandSignal.ComputeSlices);

        WorkloadNeed need = site.Build().Problem.Workloads[0];

        Assert.Equal(2, need.PlanningRate);
        Assert.Equal(2, need.Options.Single(option => option.Profile == "2g.20gb").Rate);
    }

    [Fact]
    public void Build_MemoryNotStated_OffersNoSmallerSeatThanItIsKnownToRunOn()
    {
        Site site = new Site().Mig(1, ("3g.40gb", 0)).Declare(Chat with { MemoryBytes = null, Capacity = [] }).Replica("chat", 1, "3g.40gb", 0).Demand("chat", 4);

        WorkloadNeed need = site.Build().Problem.Workloads[0];

        Assert.NotEmpty(need.Options);
        Assert.All(need.Options, option => Assert.True(option.Profile == "gpu" || Site.Geometry.FindProfile(option.Profile)!.MemoryBytes >= Site.Geometry.FindProfile("3g.40gb")!.MemoryBytes));
    }

    [Fact]
    public void Build_SomeProfilesListed_OffersThemAndNoOther()
    {
        WorkloadNeed need = new Site().Mig(1).Declare(Chat with { Capacity = [new ProfileCapacity("3g.40gb", 10)] }).Demand("chat", 4).Build().Problem.Workloads[0];

        Assert.Equal(["3g.40gb"], need.Options.Select(option => option.Profile));
    }

    [Fact]
    public void Build_ProcessesOfAReplica_ShareItsMemory()
    {
        WorkloadNeed need = new Site().Mig(1).Declare(Chat with { Processes = 2, MemoryBytes = 18UL << 30 }).Demand("chat", 4).Build().Problem.Workloads[0];

        Assert.Equal(9UL << 30, need.MemoryBytes);
        Assert.All(need.Options, option => Assert.Equal(2, option.Processes));
        Assert.DoesNotContain(need.Options, option => option.Profile == "1g.10gb");
    }

    [Theory]
    [InlineData(">=12.2", "12.2")]
    [InlineData("12", "12.0")]
    [InlineData(">= 12.2.1", "12.2")]
    public void Build_CudaAsWritten_IsReadToMajorAndMinor(string written, string version)
    {
        Assert.Equal(new Version(version), new Site().Mig(1).Declare(Chat with { Cuda = written }).Build().Problem.Workloads[0].Cuda);
    }

    [Fact]
    public void Build_CudaNobodyCanRead_LeavesTheWorkloadAsItIs()
    {
        ProblemReading reading = new Site().Mig(1, ("3g.40gb", 0)).Declare(Chat with { Cuda = "newest" }).Replica("chat", 1, "3g.40gb", 0).Demand("chat", 50).Build();

        Assert.False(reading.Problem.Workloads[0].Movable);
        Assert.Equal(new ReplicaRange(0, 1), reading.Problem.Workloads[0].Replicas);
        Assert.Contains("'newest' is no CUDA version", Assert.Single(reading.Holds, hold => hold.Subject == "chat").Sentence);
    }

    [Fact]
    public void Build_MeasuredRestart_BeatsTheDeclaredOne()
    {
        Site site = new Site().Mig(1).Declare(Chat);
        site.Learned = LearnedState.Nothing with { Restarts = [new LearnedRestart("chat", Duration.FromSeconds(90), 3)] };

        Assert.Equal(Duration.FromSeconds(90), site.Build().Problem.Workloads[0].Restart);
    }

    [Fact]
    public void Build_FloorNoNodeCanMeet_CostsOnlyItsOwnWorkload()
    {
        Site site = new Site().Mig(1).Declare(Chat).Demand("chat", 5)
            .Declare(Site.Service("greedy", ("7g.80gb", 3)) with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(9, 9) });

        ProblemReading reading = site.Build();
        Plan plan = Assert.IsType<PlanResult.Planned>(new Planner().Plan(reading.Problem)).Plan;

        Assert.Contains(reading.Holds, hold => hold is { Interlock: Interlock.NoPlan, Subject: "greedy" } && hold.Sentence.Contains("replicas.min"));
        Assert.Contains(plan.Steps, step => step is PlanStep.StartReplica { Workload: "chat" });
    }

    [Fact]
    public void Build_TwoDeclarationsOfOneName_TakesTheFirstAndSaysSo()
    {
        ProblemReading reading = new Site().Mig(1).Declare(Chat).Declare(Chat with { Tenant = "other" }).Build();

        Assert.Single(reading.Problem.Workloads);
        Assert.Contains(reading.Holds, hold => hold.Sentence.Contains("declared 2 times"));
    }

    [Fact]
    public void Build_PastFromAfterAClockThatSteppedBack_CountsAsNow()
    {
        ProblemInputs inputs = new Site().Mig(1).Inputs();
        ProblemReading reading = new ProblemBuilder().Build(inputs with
        {
            Past = [new PastChange(Site.Noon + Duration.FromHours(1), Site.Uuid(1), DisruptionRung.Move, "chat", null), new PastChange(Site.Noon - Duration.FromHours(1), Site.Uuid(1), DisruptionRung.Move, "chat", null)],
        });

        Assert.Equal([Site.Noon - Duration.FromHours(1), Site.Noon], reading.Problem.Past.Select(past => past.At));
    }

    [Fact]
    public void Build_OldSnapshot_Holds()
    {
        ProblemInputs inputs = new Site().Mig(1).Inputs();

        Assert.Contains(new ProblemBuilder().Build(inputs with { At = inputs.At + Duration.FromSeconds(31) }).Holds, hold => hold is { Interlock: Interlock.StaleReadings, Subject: "" });
    }

    [Fact]
    public void Build_NeighboursThatAreNotHere_AreLeftOut()
    {
        Site site = new Site().Mig(1).Declare(Chat with { ApartFrom = ["chat", "elsewhere", "search"] }).Declare(Site.Service("search", ("1g.10gb", 2)));

        Assert.Equal(["search"], site.Build().Problem.Workloads[0].ApartFrom.AsEnumerable());
    }
}
