using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Transitions;
using static Optimizer.Planning.Tests.Some;

namespace Optimizer.Planning.Tests.Transitions;

public sealed class TransitionPlannerTests
{
    private static readonly WorkloadNeed Chat = Service("chat", 7, ("1g.10gb", 1), ("2g.20gb", 4), ("3g.40gb", 7), ("4g.40gb", 9), ("7g.80gb", 18), (ProfileCapacity.WholeGpu, 18));
    private static readonly WorkloadNeed Mail = Chat with { Name = "mail" };
    private static readonly WorkloadNeed Rank = Chat with { Name = "rank" };

    [Fact]
    public void Plan_OfThePresentState_HasNoSteps()
    {
        PlanningProblem problem = Problem([Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat"), Slice("1g.10gb", 4))], Chat);

        Transition transition = Way.Plan(problem);

        Assert.Empty(transition.Steps);
        Assert.Empty(transition.Notes);
    }

    [Fact]
    public void Plan_IntoFreeSpace_CreatesAndStartsOnTheFirstRung()
    {
        PlanningProblem problem = Problem([Gpu(1).WithSlices(Slice("3g.40gb", 4, "chat"))], Chat, Mail);

        Transition transition = Way.Plan(problem, Gpu(1).To(Slice("3g.40gb", 4, "chat"), Slice("2g.20gb", 0, "mail"), Slice("1g.10gb", 2)));

        Assert.Equal(
            ["create 2g.20gb@0 GPU1 [FreeSpace]", "create 1g.10gb@2 GPU1 [FreeSpace]", "start mail 2g.20gb@0 GPU1 [FreeSpace]"],
            transition.Lines());
        Assert.Equal([0.5, 0.5, 60], transition.Steps.Select(step => step.ExpectedSeconds));
    }

    [Fact]
    public void Plan_WhereIdleInstancesAreInTheWay_DestroysOnlyThose()
    {
        PlanningProblem problem = Problem([Gpu(1).WithSlices(Slice("1g.10gb", 0), Slice("1g.10gb", 1), Slice("1g.10gb", 2), Slice("3g.40gb", 4, "chat"))], Chat, Mail);

        Transition transition = Way.Plan(problem, Gpu(1).To(Slice("2g.20gb", 0, "mail"), Slice("1g.10gb", 2), Slice("3g.40gb", 4, "chat")));

        Assert.Equal(
            [
                "destroy 1g.10gb@0 GPU1 [IdleInstance]", "destroy 1g.10gb@1 GPU1 [IdleInstance]",
                "create 2g.20gb@0 GPU1 [IdleInstance]", "start mail 2g.20gb@0 GPU1 [IdleInstance]",
            ],
            transition.Lines());
    }

    [Fact]
    public void Plan_OfAMove_StartsBeforeItStops()
    {
        PlanningProblem problem = Problem([Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat")), Gpu(2)], Chat);

        Transition transition = Way.Plan(problem, Gpu(1).To(), Gpu(2).To(Slice("3g.40gb", 4, "chat")));

        Assert.Equal(
            [
                "create 3g.40gb@4 GPU2 [Move]", "start chat 3g.40gb@4 GPU2 moved [Move]",
                "stop chat 3g.40gb@0 GPU1 moved [Move]", "destroy 3g.40gb@0 GPU1 [Move]",
            ],
            transition.Lines());
        Assert.Empty(transition.Notes);
    }

    [Fact]
    public void Plan_WhereAKeptInstanceChangesHands_DoesNotDestroyIt()
    {
        PlanningProblem problem = Problem([Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat"), Slice("3g.40gb", 4, "chat"))], Chat, Mail);

        Transition transition = Way.Plan(problem, Gpu(1).To(Slice("3g.40gb", 0, "chat"), Slice("3g.40gb", 4, "mail")));

        Assert.Equal(["stop chat 3g.40gb@4 GPU1 [IdleInstance]", "start mail 3g.40gb@4 GPU1 [IdleInstance]"], transition.Lines());
    }

    [Fact]
    public void Plan_WhereProcessesChangeInPlace_CountsAMove()
    {
        PlanningProblem problem = Problem([Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat"))], Chat);

        Transition transition = Way.Plan(problem, Gpu(1).To(Slice("3g.40gb", 0, "chat") with { Processes = 3 }));

        Assert.Equal(["stop chat 3g.40gb@0 GPU1 moved [Move]", "start chat 3g.40gb@0 GPU1 moved [Move]"], transition.Lines());
        Assert.Equal(3, Assert.IsType<PlanStep.StartReplica>(transition.Steps[1]).Processes);
        Assert.Contains("60 s", Assert.Single(transition.Notes).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_OfASwapBetweenFullGpus_InterruptsTheCheaperOne()
    {
        PlanningProblem problem = Problem(
            [Gpu(1).WithSlices(Slice("7g.80gb", 0, "chat")), Gpu(2).WithSlices(Slice("4g.40gb", 0, "mail"), Slice("3g.40gb", 4, "mail"))],
            Chat with { Qos = QosClass.BestEffort }, Mail with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(2, 9) });

        Transition transition = Way.Plan(
            problem, Gpu(1).To(Slice("4g.40gb", 0, "mail"), Slice("3g.40gb", 4, "mail")), Gpu(2).To(Slice("7g.80gb", 0, "chat")));

        Assert.Equal((0, 1), (Way.Interruptions(problem, transition).Floors, Way.Interruptions(problem, transition).Count));
        PlanNote note = Assert.Single(transition.Notes);
        Assert.Equal("chat", note.Subject);
        Assert.Equal(
            "chat serves less than it needs for 243 s, at least 0 in rate and 0 replicas of 18 in rate and 1 replica: one replica of it stops before another is ready, "
            + "because the seats that change hands wait for each other and no free seat breaks the circle.",
            note.Sentence);
        Assert.Equal("stop chat 7g.80gb@0 GPU1 moved [Move]", transition.Lines()[0]);
    }

    [Fact]
    public void Plan_OfASwapWithOneSpareReplica_InterruptsNobody()
    {
        // One chat replica more runs than is planned: it may go first.
        PlanningProblem problem = Problem(
            [Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat"), Slice("3g.40gb", 4, "chat")), Gpu(2).WithSlices(Slice("3g.40gb", 0, "mail"), Slice("3g.40gb", 4, "rank"))],
            Chat, Mail, Rank);

        Transition transition = Way.Plan(
            problem, Gpu(1).To(Slice("3g.40gb", 0, "mail"), Slice("3g.40gb", 4, "rank")), Gpu(2).To(Slice("3g.40gb", 0, "chat"), Slice("3g.40gb", 4)));

        Assert.Equal(0, Way.Interruptions(problem, transition).Count);
        Assert.Empty(transition.Notes);
    }

    [Fact]
    public void Plan_OfACircleOfThree_InterruptsOne()
    {
        PlanningProblem problem = Problem(
            [Gpu(1).WithSlices(Slice("7g.80gb", 0, "chat")), Gpu(2).WithSlices(Slice("7g.80gb", 0, "mail")), Gpu(3).WithSlices(Slice("7g.80gb", 0, "rank"))],
            Chat with { Restart = Duration.FromSeconds(300) }, Mail with { Restart = Duration.FromSeconds(20) }, Rank);

        Transition transition = Way.Plan(
            problem, Gpu(1).To(Slice("7g.80gb", 0, "rank")), Gpu(2).To(Slice("7g.80gb", 0, "chat")), Gpu(3).To(Slice("7g.80gb", 0, "mail")));

        Assert.Equal(["mail"], Way.Interruptions(problem, transition).Workloads);
        Assert.Equal(1, Way.Interruptions(problem, transition).Count);
        Assert.Equal(
            [
                "stop mail 7g.80gb@0 GPU2 moved [Move]", "start chat 7g.80gb@0 GPU2 moved [Move]", "stop chat 7g.80gb@0 GPU1 moved [Move]",
                "start rank 7g.80gb@0 GPU1 moved [Move]", "stop rank 7g.80gb@0 GPU3 moved [Move]", "start mail 7g.80gb@0 GPU3 moved [Move]",
            ],
            transition.Lines());
    }

    [Fact]
    public void Plan_WhereAFloorWouldBreakAndASeatIsFree_WaitsThere()
    {
        WorkloadNeed promised = Chat with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 9), FloorRate = 7 };
        PlanningProblem problem = Problem(
            [Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat"), Slice("3g.40gb", 4, "rank", pinned: true)), Gpu(2).WithSlices(Slice("3g.40gb", 0, "mail"))],
            promised, promised with { Name = "mail" }, Rank);

        Transition transition = Way.Plan(
            problem, Gpu(1).To(Slice("3g.40gb", 0, "mail"), Slice("3g.40gb", 4, "rank")), Gpu(2).To(Slice("3g.40gb", 0, "chat")));

        Assert.Equal(0, Way.Interruptions(problem, transition).Count);
        Assert.Equal(
            [
                "create 3g.40gb@4 GPU2 [Move]", "start chat 3g.40gb@4 GPU2 moved [Move]", "stop chat 3g.40gb@0 GPU1 moved [Move]",
                "start mail 3g.40gb@0 GPU1 moved [Move]", "stop mail 3g.40gb@0 GPU2 moved [Move]", "start chat 3g.40gb@0 GPU2 moved [Move]",
                "stop chat 3g.40gb@4 GPU2 moved [Move]", "destroy 3g.40gb@4 GPU2 [Move]",
            ],
            transition.Lines());
        Assert.Contains("waits on 3g.40gb@4", Assert.Single(transition.Notes).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_WhereNoOrderKeepsAFloor_SaysByHowMuchAndHowLong()
    {
        WorkloadNeed promised = Chat with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 9), FloorRate = 12 };
        PlanningProblem problem = Problem(
            [Gpu(1).WithSlices(Slice("7g.80gb", 0, "chat")), Gpu(2).WithSlices(Slice("7g.80gb", 0, "mail"))], promised, promised with { Name = "mail" });

        Transition transition = Way.Plan(problem, Gpu(1).To(Slice("7g.80gb", 0, "mail")), Gpu(2).To(Slice("7g.80gb", 0, "chat")));

        Assert.Equal(1, Way.Interruptions(problem, transition).Floors);
        Assert.Equal(
            "chat falls below its floor for 150 s, to 0 in rate and 0 replicas of 12 in rate and 1 replica: one replica of it stops before another is ready, "
            + "because the seats that change hands wait for each other and no free seat breaks the circle.",
            Assert.Single(transition.Notes).Sentence);
    }

    [Fact]
    public void Plan_FromAGpuThatIsLost_StartsElsewhereAndTouchesNothingThere()
    {
        PlanningProblem problem = Problem([Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat")) with { Usability = GpuUsability.Unusable }, Gpu(2)], Chat);

        Transition transition = Way.Plan(problem, Gpu(1).To(), Gpu(2).To(Slice("3g.40gb", 0, "chat")));

        Assert.Equal(["create 3g.40gb@0 GPU2 [FreeSpace]", "start chat 3g.40gb@0 GPU2 [FreeSpace]"], transition.Lines());
    }

    [Fact]
    public void Plan_FromAGpuThatDrains_MovesAwayAndTidiesUp()
    {
        PlanningProblem problem = Problem([Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat")) with { Usability = GpuUsability.Draining }, Gpu(2)], Chat);

        Transition transition = Way.Plan(problem, Gpu(1).To(), Gpu(2).To(Slice("3g.40gb", 0, "chat")));

        Assert.Equal(["start chat 3g.40gb@0 GPU2 moved [Move]", "stop chat 3g.40gb@0 GPU1 moved [Move]", "destroy 3g.40gb@0 GPU1 [Move]"], transition.Lines()[1..]);
    }

    [Theory]
    [InlineData(Board.H100, DisruptionRung.MigMode, 5)]
    [InlineData(Board.A100, DisruptionRung.GpuReset, 10)]
    public void Plan_OfAModeChange_EmptiesTheGpuFirst(string board, DisruptionRung rung, double seconds)
    {
        string profile = board == Board.A100 ? "3g.20gb" : "3g.40gb";
        GpuState gpu = Gpu(1, board).WithSlices(Slice(profile, 0, "mail", board: board), Slice(profile, 4, board: board));
        PlanningProblem problem = Problem([gpu], Chat, Mail);

        Transition transition = Way.Plan(problem, gpu.ToWhole("chat"));

        Assert.Equal(
            [
                $"destroy {profile}@4 GPU1 [IdleInstance]", $"stop mail {profile}@0 GPU1 [IdleInstance]", $"destroy {profile}@0 GPU1 [IdleInstance]",
                $"mig off GPU1 [{rung}]", "start chat whole GPU1 [IdleInstance]",
            ],
            transition.Lines().OrderBy(line => line.Contains("@4", StringComparison.Ordinal) ? 0 : 1));
        Assert.Equal(seconds, transition.Steps[3].ExpectedSeconds);
    }

    [Fact]
    public void Plan_OfAJobOfSeveralGpus_TakesAllOfThemOrNone()
    {
        WorkloadNeed job = Chat with { Name = "train", GpusPerReplica = 2, Options = [new SeatOption { Profile = ProfileCapacity.WholeGpu, Rate = 30 }] };
        GpuState[] gpus =
        [
            .. Enumerable.Range(1, 4).Select(number => Gpu(number) with { MigEnabled = false, WholeGpuWorkload = number switch { 1 or 2 => "train", 3 => "mail", _ => null } }),
        ];
        PlanningProblem problem = Problem(gpus, job, Mail);

        Transition transition = Way.Plan(problem, gpus[0].ToWhole(null), gpus[1].ToWhole(null), gpus[2].ToWhole("train"), gpus[3].ToWhole("train"));

        Assert.Equal(
            [
                "stop mail whole GPU3 [IdleInstance]", "start train whole GPU3 moved [Move]", "start train whole GPU4 moved [Move]",
                "stop train whole GPU1 moved [Move]", "stop train whole GPU2 moved [Move]",
            ],
            transition.Lines());
    }

    [Fact]
    public void Plan_OfWorkloadsThatMustStayApart_LetsOneLeaveFirst()
    {
        PlanningProblem problem = Problem(
            [Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat")), Gpu(2)], Chat, Mail with { ApartFrom = ["chat"] });

        Transition transition = Way.Plan(problem, Gpu(1).To(Slice("3g.40gb", 4, "mail")), Gpu(2).To(Slice("3g.40gb", 0, "chat")));

        string[] lines = transition.Lines();
        Assert.True(Array.IndexOf(lines, "stop chat 3g.40gb@0 GPU1 moved [Move]") < Array.FindIndex(lines, line => line.StartsWith("start mail", StringComparison.Ordinal)));
    }

    [Fact]
    public void Plan_WhereOnlyEnginesAreShort_WaitsForThem()
    {
        // Both places are free of each other, but the board has media engines for one such instance.
        PlanningProblem problem = Problem([Gpu(1, Board.A30).WithSlices(Slice("1g.6gb+me", 0, board: Board.A30))], Chat);

        Transition transition = Way.Plan(problem, Gpu(1, Board.A30).To(Slice("2g.12gb+me", 2, board: Board.A30)));

        Assert.Equal(["destroy 1g.6gb+me@0 GPU1 [IdleInstance]", "create 2g.12gb+me@2 GPU1 [IdleInstance]"], transition.Lines());
    }

    public static TheoryData<string, GpuState, GpuTarget> WrongTargets()
    {
        GpuState full = Gpu(1).WithSlices(Slice("3g.40gb", 0, "chat"), Slice("3g.40gb", 4, "mail", pinned: true));
        GpuState drains = full with { Usability = GpuUsability.Draining };
        return new()
        {
            { "is no layout", full, full.To(Slice("3g.40gb", 0, "chat"), Slice("3g.40gb", 4, "mail"), Slice("1g.10gb", 0)) },
            { "pinned", full, full.To(Slice("3g.40gb", 0, "chat"), Slice("3g.40gb", 4, "chat")) },
            { "nobody", full, full.To(Slice("3g.40gb", 0, "nobody"), Slice("3g.40gb", 4, "mail")) },
            { "may not be moved", full, full.To(Slice("3g.40gb", 0), Slice("3g.40gb", 4, "mail")) },
            { "drains", drains, drains.To(Slice("2g.20gb", 0, "mail"), Slice("3g.40gb", 4, "mail")) },
            { "MIG mode off", full, full.Keep() with { MigEnabled = false } },
            { "no target", full, Gpu(2).To() },
        };
    }

    [Theory]
    [MemberData(nameof(WrongTargets))]
    public void Plan_OfATargetThatBreaksARule_NamesIt(string named, GpuState gpu, GpuTarget target)
    {
        PlanningProblem problem = Problem([gpu], Chat with { Move = null }, Mail);

        string message = Assert.Throws<ArgumentException>(() => TransitionPlanner.Plan(problem, [target])).Message;

        Assert.Contains(named == "no target" ? "does not have" : named, message, StringComparison.Ordinal);
    }
}
