using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning.Tests.Solving;

/// <summary>One small problem for each thing the search knows, with an answer anybody can see.</summary>
public sealed class FeatureTests
{
    [Fact]
    public void Solve_TwoGpuModels_SeatsEachWhereItHasAFigure()
    {
        WorkloadNeed old = Some.Service("old", 1) with { Options = [new SeatOption { Profile = "1g.5gb", GpuModel = Board.A100, Rate = 1 }] };
        WorkloadNeed recent = Some.Service("new", 1) with { Options = [new SeatOption { Profile = "1g.10gb", GpuModel = Board.H100, Rate = 1 }] };
        Assignment found = Solved(Some.Problem([Some.Gpu(1), Some.Gpu(2, Board.A100)], recent, old));

        Assert.Equal(["1g.10gb@GPU 1"], Seats(found, "new"));
        Assert.Equal(["1g.5gb@GPU 2"], Seats(found, "old"));
        Assert.True(found.Proof.Optimal);
    }

    [Fact]
    public void Solve_APinnedInstanceInTheWay_GoesAroundIt()
    {
        GpuState pinned = Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 0, pinned: true));
        Assignment found = Solved(Some.Problem([pinned], Some.Service("big", 4, ("7g.80gb", 7), ("3g.40gb", 4))));

        Assert.Equal(["3g.40gb@GPU 1"], Seats(found, "big"));
        Assert.Contains(found.Targets[0].Instances, one => one.Instance == pinned.Slices[0].Instance && one.Workload is null);
    }

    [Fact]
    public void Solve_AWholeGpuPinnedBySomebodyUndeclared_IsLeftAlone()
    {
        GpuState pinned = Some.Gpu(1) with { MigEnabled = false, WholeGpuPinned = true };
        Assignment found = Solved(Some.Problem([pinned], Some.Service("any", 1, (ProfileCapacity.WholeGpu, 1), ("7g.80gb", 1))), new SearchFreedom { MayToggleMig = true });

        Assert.Empty(Seats(found, "any"));
        Assert.False(found.Targets[0].MigEnabled);
    }

    [Theory]
    [InlineData(GpuUsability.Draining, true)]
    [InlineData(GpuUsability.Unusable, false)]
    public void Solve_AGpuThatTakesNobodyNew_SeatsThemElsewhere(GpuUsability usability, bool counts)
    {
        GpuState leaving = Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 0, "chat")) with { Usability = usability };
        Assignment found = Solved(Some.Problem([leaving, Some.Gpu(2)], Some.Service("chat", 2, ("1g.10gb", 1))), new SearchFreedom { MaxMoves = 0 });

        Assert.Equal(counts ? 1 : 2, found.Targets[1].Instances.Count(one => one.Workload == "chat"));
        Assert.Single(found.Targets[0].Instances);
    }

    [Fact]
    public void Solve_MoreMemoryThanAnInstanceHas_TakesTheDoubleMemoryProfile()
    {
        WorkloadNeed large = Some.Service("large", 1, ("1g.10gb", 1), ("1g.20gb", 1)) with { MemoryBytes = 15UL << 30 };

        Assert.Equal(["1g.20gb@GPU 1"], Seats(Solved(Some.Problem([Some.Gpu(1)], large)), "large"));
    }

    [Fact]
    public void Solve_TwoProcessesThatDoNotFitTogether_TakesTheSlowerSeatOfOne()
    {
        WorkloadNeed need = Some.Service("mps", 2) with
        {
            Options = [new SeatOption { Profile = "1g.10gb", Rate = 3, Processes = 2 }, new SeatOption { Profile = "2g.20gb", Rate = 3, Processes = 2 }],
            MemoryBytes = 6UL << 30,
        };
        Assignment found = Solved(Some.Problem([Some.Gpu(1)], need));

        Assert.Equal(["2g.20gb@GPU 1"], Seats(found, "mps"));
        Assert.Equal(2, found.Targets[0].Instances.Single(one => one.Workload == "mps").Processes);
    }

    [Fact]
    public void Solve_NeedOfVideoEngines_TakesAProfileThatHasSome()
    {
        WorkloadNeed video = Some.Service("video", 1, ("1g.10gb", 1), ("1g.10gb+me", 1)) with { NeedsMedia = true };
        bool plain = Board.Geometry(Board.H100).FindProfile("1g.10gb")!.Engines.Decoder > 0;

        string seat = Assert.Single(Seats(Solved(Some.Problem([Some.Gpu(1)], video)), "video"));

        Assert.Equal(plain ? "1g.10gb" : "1g.10gb+me", plain ? "1g.10gb" : seat.Split('@')[0]);
    }

    [Fact]
    public void Solve_AnOldOrUnknownDriverOrGpu_IsNotUsed()
    {
        GpuState driver = Some.Gpu(1) with { Cuda = new Version(12, 4) }, gpu = Some.Gpu(2) with { ComputeCapability = new Version(8, 0) }, unknown = Some.Gpu(3) with { Cuda = null };
        WorkloadNeed need = Some.Service("new", 20, ("1g.10gb", 1)) with { Cuda = new Version(12, 5), ComputeCapability = new Version(9, 0) };
        Assignment found = Solved(Some.Problem([driver, gpu, unknown, Some.Gpu(4)], need));

        Assert.Equal(["1g.10gb@GPU 4"], Seats(found, "new").Distinct());
    }

    [Fact]
    public void Solve_AQuota_BindsItsTenantOnly()
    {
        WorkloadNeed limited = Some.Service("limited", 5, ("1g.10gb", 1)) with { Tenant = "t" };
        PlanningProblem problem = Some.Problem([Some.Gpu(1)], limited, Some.Service("other", 2, ("1g.10gb", 1))) with { Tenants = [new TenantTerms("t", 3 / 7.0)] };
        Assignment found = Solved(problem);

        Assert.Equal(3, Seats(found, "limited").Length);
        Assert.Equal(2, Seats(found, "other").Length);
    }

    [Fact]
    public void Solve_AQuotaBelowWhatRuns_LetsItStayAndLetsNobodyOfItGrow()
    {
        WorkloadNeed limited = Some.Service("limited", 5, ("1g.10gb", 1)) with { Tenant = "t", Move = null };
        GpuState gpu = Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 0, "limited"), Some.Slice("1g.10gb", 1, "limited"));
        PlanningProblem problem = Some.Problem([gpu], limited, Some.Service("other", 2, ("1g.10gb", 1))) with { Tenants = [new TenantTerms("t", 1 / 7.0)] };
        Assignment found = Solved(problem);

        Assert.Equal(2, Seats(found, "limited").Length);
        Assert.Equal(2, Seats(found, "other").Length);
    }

    [Fact]
    public void Solve_ATenantsFloor_ComesBeforeDearerDemand()
    {
        WorkloadNeed promised = Some.Service("promised", 7, ("1g.10gb", 1)) with { Tenant = "t", Qos = QosClass.BestEffort };
        WorkloadNeed dear = Some.Service("dear", 7, ("1g.10gb", 1)) with { Qos = QosClass.Guaranteed };
        PlanningProblem problem = Some.Problem([Some.Gpu(1)], promised, dear) with { Tenants = [new TenantTerms("t", null, 2 / 7.0)] };
        Assignment found = Solved(problem);

        Assert.Equal(2, Seats(found, "promised").Length);
        Assert.Equal(5, Seats(found, "dear").Length);
    }

    [Fact]
    public void Solve_FloorsOfTwoTenantsThatCannotBothBeMet_MeetsAsMuchAsCanBe()
    {
        WorkloadNeed Of(string tenant) => Some.Service($"w-{tenant}", 7, ("1g.10gb", 1)) with { Tenant = tenant };
        PlanningProblem problem = Some.Problem([Some.Gpu(1)], Of("a"), Of("b"), Some.Service("other", 7, ("1g.10gb", 1)))
            with { Tenants = [new TenantTerms("a", null, 0.8), new TenantTerms("b", null, 0.8)] };
        Assignment found = Solved(problem);

        Assert.Equal(7, Seats(found, "w-a").Length + Seats(found, "w-b").Length);
    }

    [Fact]
    public void Solve_Scarcity_ServesGuaranteedThenBurstableThenBestEffort()
    {
        WorkloadNeed Of(string name, QosClass qos) => Some.Service(name, 3, ("1g.10gb", 1)) with { Qos = qos };
        Assignment found = Solved(Some.Problem([Some.Gpu(1)], Of("a-effort", QosClass.BestEffort), Of("b-burst", QosClass.Burstable), Of("c-sure", QosClass.Guaranteed)));

        Assert.Equal([1, 3, 3], new[] { "a-effort", "b-burst", "c-sure" }.Select(name => Seats(found, name).Length));
    }

    [Fact]
    public void Solve_LimitsOnWhoSharesAGpu_AreKept()
    {
        WorkloadNeed spread = Some.Service("spread", 4, ("1g.10gb", 1)) with { MaxPerGpu = 1 };
        WorkloadNeed apart = Some.Service("apart", 2, ("1g.10gb", 1)) with { ApartFrom = ["third"] };
        Assignment found = Solved(Some.Problem([Some.Gpu(1), Some.Gpu(2)], spread, apart, Some.Service("third", 2, ("1g.10gb", 1))));

        Assert.Equal(["1g.10gb@GPU 1", "1g.10gb@GPU 2"], Seats(found, "spread"));
        Assert.Single(Seats(found, "apart").Distinct());
        Assert.Empty(Seats(found, "apart").Intersect(Seats(found, "third")));
        Assert.Equal(2, Seats(found, "third").Length);
    }

    [Fact]
    public void Solve_TwoThatMustBeApartAndCannotLeaveEachOther_LeaveTheRestToBeImproved()
    {
        GpuState gpu = Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 0, "one"), Some.Slice("1g.10gb", 1, "two"));
        WorkloadNeed one = Some.Service("one", 1, ("1g.10gb", 1)) with { ApartFrom = ["two"], Move = null };
        Assignment found = Solved(Some.Problem([gpu], one, Some.Service("two", 1, ("1g.10gb", 1)) with { Move = null }, Some.Service("new", 1, ("1g.10gb", 1))));

        Assert.Single(Seats(found, "new"));
    }

    [Fact]
    public void Solve_AJobOfTwoGpus_TakesOneIslandAndItsNumaNode()
    {
        GpuState Whole(int number, int? island, int numa) => Some.Gpu(number) with { MigEnabled = false, NvLinkIsland = island, NumaNode = numa };
        WorkloadNeed job = Some.Service("job", 10, (ProfileCapacity.WholeGpu, 10)) with { GpusPerReplica = 2, Replicas = new ReplicaRange(0, 1), NumaNode = 1 };
        Assignment found = Solved(Some.Problem([Whole(1, 0, 0), Whole(2, 1, 0), Whole(3, 1, 1), Whole(4, 1, 1)], job));

        Assert.Equal(["GPU 3", "GPU 4"], Seats(found, "job"));
    }

    [Fact]
    public void Solve_JobsOfTwoGpus_TakeNoneWithoutNvLink()
    {
        GpuState Whole(int number, int? island) => Some.Gpu(number) with { MigEnabled = false, NvLinkIsland = island };
        WorkloadNeed job = Some.Service("job", 40, (ProfileCapacity.WholeGpu, 10)) with { GpusPerReplica = 2, Replicas = new ReplicaRange(0, 4) };

        Assert.Equal(["GPU 4", "GPU 5"], Seats(Solved(Some.Problem([Whole(1, null), Whole(2, null), Whole(3, null), Whole(4, 0), Whole(5, 0)], job)), "job"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solve_AWholeGpuWithMigOn_IsTakenOnlyWhereTheModeMayChange(bool mayToggle)
    {
        WorkloadNeed job = Some.Service("job", 1, (ProfileCapacity.WholeGpu, 1)) with { GpusPerReplica = 1, Replicas = new ReplicaRange(0, 1) };
        Assignment found = Solved(Some.Problem([Some.Gpu(1)], job), new SearchFreedom { MayToggleMig = mayToggle });

        Assert.Equal(mayToggle ? ["GPU 1"] : [], Seats(found, "job"));
        Assert.Equal(!mayToggle, found.Targets[0].MigEnabled);
    }

    [Fact]
    public void Solve_FreeSpaceOnly_TouchesNothingThatIsThere()
    {
        GpuState gpu = Some.Gpu(1).WithSlices(Some.Slice("1g.10gb", 1), Some.Slice("3g.40gb", 4, "idle"));
        PlanningProblem problem = Some.Problem([gpu], Some.Service("idle", 0, ("3g.40gb", 4)), Some.Service("big", 7, ("7g.80gb", 7), ("2g.20gb", 2)));
        Assignment found = Solved(problem, new SearchFreedom { MayDestroyIdle = false, MaxMoves = 0 });

        Assert.All(gpu.Slices, slice => Assert.Contains(found.Targets[0].Instances, one => one.Instance == slice.Instance && (slice.Workload is null || one.Workload == slice.Workload)));
        Assert.Single(Seats(found, "big"));
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(9, 0)]
    [InlineData(1, 9)]
    public void Solve_ABudgetOfMoves_IsKept(int all, int tenant)
    {
        // Two replicas of a quarter each on their own GPUs: together on one, a GPU-hour is saved.
        GpuState[] gpus = [.. Enumerable.Range(1, 3).Select(number => Some.Gpu(number).WithSlices(Some.Slice("1g.10gb", 0, $"w{number}")))];
        PlanningProblem problem = Some.Problem(gpus, [.. Enumerable.Range(1, 3).Select(number => Some.Service($"w{number}", 1, ("1g.10gb", 1)) with { Tenant = "t" })]);
        Assignment found = Solved(problem, new SearchFreedom { MaxMoves = all, MaxMovesByTenant = new Dictionary<string, int> { ["t"] = tenant } });

        Assert.Equal(Math.Min(all, tenant), AssignmentAccount.Of(problem, new CostModel(problem), found.Targets).Moves.Values.Sum());
    }

    [Fact]
    public void Plan_NobodyOrNothingUsable_HoldsOrRefusesAndNeverThrows()
    {
        WorkloadNeed need = Some.Service("any", 1, ("1g.10gb", 1));
        Planner planner = new();

        Assert.NotNull(Assert.IsType<PlanResult.Planned>(planner.Plan(Some.Problem([Some.Gpu(1)]))).Plan.Hold);
        Assert.NotNull(Assert.IsType<PlanResult.Planned>(planner.Plan(Some.Problem([Some.Gpu(1) with { Usability = GpuUsability.Unusable }], need))).Plan.Hold);
        Assert.NotNull(planner.Plan(Some.Problem([], need)));
        Assert.NotNull(planner.Plan(Some.Problem([])));
    }

    [Fact]
    public void Plan_DemandAndPricesAtTheirLimits_DoNotOverflow()
    {
        PlanningProblem problem = Some.Problem([Some.Gpu(1)], [.. Enumerable.Range(0, 10).Select(number => Some.Service($"w{number}", 1e15, ("1g.10gb", 1)) with { Qos = QosClass.Guaranteed })]);
        problem = problem with { Terms = problem.Terms with { Prices = problem.Terms.Prices with { PenaltyGuaranteed = 10_000, ValuePerGpuHour = 10_000 } } };

        Assert.NotNull(new Planner().Plan(problem));
    }

    private static Assignment Solved(PlanningProblem problem, SearchFreedom? freedom = null)
    {
        Assert.Equal([], ProblemCheck.Refusals(problem));
        Assignment? found = new AssignmentSolver().Solve(problem, new CostModel(problem), freedom ?? new SearchFreedom());
        Assert.NotNull(found);
        return found;
    }

    /// <summary>Where a workload sits, by profile and the number that made the GPU.</summary>
    private static string[] Seats(Assignment found, string workload) =>
    [
        .. found.Targets.SelectMany(target => target.Instances.Where(one => one.Workload == workload).Select(one => $"{one.Instance.Profile}@{Number(target)}")
            .Concat(target.WholeGpuWorkload == workload ? [Number(target)] : [])),
    ];

    private static string Number(GpuTarget target) => $"GPU {Convert.ToInt32(target.Gpu.Value[4..12], 16)}";
}
