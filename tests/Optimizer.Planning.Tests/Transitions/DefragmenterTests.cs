using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Transitions;
using static Optimizer.Planning.Tests.Some;

namespace Optimizer.Planning.Tests.Transitions;

public sealed class DefragmenterTests
{
    private static readonly WorkloadNeed Chat = Service("chat", 7, ("1g.10gb", 1), ("2g.20gb", 4), ("3g.40gb", 7));
    private static readonly WorkloadNeed Mail = Chat with { Name = "mail" };

    private static readonly GpuState Split = Gpu(1).WithSlices(Slice("1g.10gb", 0, "chat"), Slice("1g.10gb", 4, "mail"));

    [Fact]
    public void Propose_OnOneGpu_MovesTheReplicaThatSplitsIt()
    {
        Defragmentation proposal = Defragmenter.Propose(Problem([Split], Chat, Mail))!;

        Assert.Equal(("4g.40gb", 1, 0), (proposal.Profile, proposal.Moves, proposal.IdleInstances));
        Assert.Equal("1g.10gb@4+1g.10gb@5", LayoutNotation.Format([.. proposal.Targets[0].Instances.Select(target => target.Instance)]));
        Assert.Equal(
            $"A 4g.40gb can be placed on {Split.Uuid} after 1 move and 0 idle instances placed anew; now it can be placed nowhere.", proposal.Sentence);
        Assert.True(proposal.FragmentationAfter < proposal.FragmentationBefore);
    }

    [Fact]
    public void Propose_WithIdleInstancesInTheWay_MovesNobody()
    {
        Defragmentation proposal = Defragmenter.Propose(Problem([Gpu(1).WithSlices(Slice("1g.10gb", 0), Slice("1g.10gb", 4, "mail"))], Mail), maxMoves: 0)!;

        Assert.Equal(("4g.40gb", 0, 1), (proposal.Profile, proposal.Moves, proposal.IdleInstances));
    }

    [Fact]
    public void Propose_OfAReplicaSeenWithMoreProcesses_StartsItAsListed()
    {
        GpuState split = Gpu(1).WithSlices(Slice("1g.10gb", 0, "chat") with { Processes = 4 }, Slice("1g.10gb", 4, "mail") with { Processes = 4 });

        Defragmentation proposal = Defragmenter.Propose(Problem([split], Chat, Mail))!;

        Assert.Equal([1, 4], proposal.Targets[0].Instances.Select(target => target.Processes).Order());
    }

    [Fact]
    public void Propose_OfReplicasOnSeatsNoLongerListed_LeavesThem() =>
        Assert.Null(Defragmenter.Propose(Problem([Split], Service("chat", 7, ("3g.40gb", 7)), Service("mail", 7, ("3g.40gb", 7)))));

    [Fact]
    public void Propose_WithTwoGpus_EmptiesOne()
    {
        Defragmentation proposal = Defragmenter.Propose(Problem([Split, Gpu(2).WithSlices(Slice("2g.20gb", 0, "chat"))], Chat, Mail))!;

        // One move empties GPU 2; emptying GPU 1 would take two.
        Assert.Equal(("7g.80gb", 1, Gpu(2).Uuid), (proposal.Profile, proposal.Moves, proposal.Gpu));
        Assert.Empty(proposal.Targets[1].Instances);
    }

    [Theory]
    [InlineData("an empty GPU already takes the largest")]
    [InlineData("pinned")]
    [InlineData("not movable")]
    [InlineData("draining")]
    public void Propose_WhereNothingIsGainedOrAllowed_IsNull(string why)
    {
        GpuState pinned = Gpu(1).WithSlices(Slice("1g.10gb", 0, "chat", pinned: true), Slice("1g.10gb", 4, "mail", pinned: true));
        PlanningProblem problem = why switch
        {
            "pinned" => Problem([pinned], Chat, Mail),
            "not movable" => Problem([Split], Chat with { Move = null }, Mail with { Move = null }),
            "draining" => Problem([Split with { Usability = GpuUsability.Draining }], Chat, Mail),
            _ => Problem([Split, Gpu(2)], Chat, Mail),
        };

        Assert.Null(Defragmenter.Propose(problem));
    }

    [Fact]
    public void Propose_WhereTheOtherGpuMayNotTakeIt_LooksElsewhere()
    {
        GpuState other = Gpu(2).WithSlices(Slice("4g.40gb", 0, "mail", pinned: true), Slice("1g.10gb", 4, "chat", pinned: true));
        GpuState moves = Gpu(1).WithSlices(Slice("1g.10gb", 6, "chat"));

        Assert.Equal("7g.80gb", Defragmenter.Propose(Problem([moves, other], Chat, Mail))!.Profile);
        Assert.NotEqual("7g.80gb", Defragmenter.Propose(Problem([moves, other], Chat with { MaxPerGpu = 1 }, Mail))?.Profile);
        Assert.NotEqual("7g.80gb", Defragmenter.Propose(Problem([moves, other], Chat, Mail with { ApartFrom = ["chat"] }))?.Profile);
    }

    [Fact]
    public void Propose_OfAnyState_KeepsWhoRunsOnWhatAndGainsWhatItSays() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            (PlanningProblem problem, _) = AnyChange.Draw(seed);
            if (Defragmenter.Propose(problem) is not { } proposal)
            {
                return;
            }

            ValueArray<GpuState> last = TransitionReplay.States(problem.Gpus, TransitionPlanner.Plan(problem, proposal.Targets).Steps).Last();
            Assert.Equal(Seats(problem.Gpus), Seats(last));
            Assert.All(problem.Gpus.Where(gpu => gpu.Usability == GpuUsability.Usable && gpu.MigEnabled), gpu => Assert.False(IsPlaceable(gpu, proposal.Profile)));
            Assert.True(IsPlaceable(last.Single(gpu => gpu.Uuid == proposal.Gpu), proposal.Profile));
            Assert.InRange(proposal.Moves, 0, Defragmenter.DefaultMaxMoves);
            Assert.Equal(proposal.Moves, Changed(problem.Gpus, last));
            Assert.Equal(proposal, Defragmenter.Propose(problem with { Gpus = problem.Gpus.Reverse().ToValueArray() })! with { Targets = proposal.Targets });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Propose_OnOneGpu_MovesNoMoreThanTheBestOfAllLayouts()
    {
        int found = 0;
        Dictionary<MigGeometry, ValueArray<Layout>> legal = [];
        for (int seed = 0; seed < 150; seed++)
        {
            (PlanningProblem problem, _) = AnyChange.Draw(seed, maxGpus: 1, plain: true);
            Defragmentation? proposal = Defragmenter.Propose(problem);
            string?[] larger = [.. Profiles(problem.Gpus[0]).TakeWhile(profile => profile != proposal?.Profile), proposal?.Profile];
            ValueArray<Layout> layouts = legal.TryGetValue(problem.Gpus[0].Geometry!, out ValueArray<Layout> known) ? known : legal[problem.Gpus[0].Geometry!] = LayoutSearch.Legal(problem.Gpus[0].Geometry!);
            foreach (string profile in larger.OfType<string>())
            {
                int? least = Least(layouts, problem.Gpus[0], profile);
                Assert.True(profile == proposal?.Profile ? least == proposal.Moves : least is null or > Defragmenter.DefaultMaxMoves, $"Seed {seed}, {profile}: {least}");
            }

            found += proposal is null ? 0 : 1;
        }

        Assert.True(found > 20, $"{found} proposals");
    }

    /// <summary>Profiles that would be a gain, in the order they are looked for.</summary>
    private static IEnumerable<string> Profiles(GpuState gpu)
    {
        MigProfile[] placeable = [.. gpu.Geometry!.Profiles.Where(profile => IsPlaceable(gpu, profile.Name))];
        return gpu.Geometry.Profiles
            .Where(profile => !placeable.Any(other => other.MemorySlices >= profile.MemorySlices && other.ComputeSlices >= profile.ComputeSlices))
            .OrderByDescending(profile => profile.MemoryBytes).ThenByDescending(profile => profile.ComputeSlices)
            .Select(profile => profile.Name);
    }

    private static int? Least(ValueArray<Layout> layouts, GpuState gpu, string profile)
    {
        string[] wanted = [.. gpu.Slices.Select(slice => slice.Instance.Profile).Append(profile).Order(StringComparer.Ordinal)];
        return layouts
            .Where(layout => layout.Instances.Count == wanted.Length && layout.Instances.Select(instance => instance.Profile).Order(StringComparer.Ordinal).SequenceEqual(wanted))
            .Select(layout => (int?)gpu.Slices.Count(slice => slice.Workload is not null && !layout.Instances.Contains(slice.Instance)))
            .Min();
    }

    private static bool IsPlaceable(GpuState gpu, string profile) => gpu.Geometry!.FindProfile(profile) is { } found && found.Placements.Any(placement =>
        Layout.TryCreate(gpu.Geometry, gpu.Slices.Select(slice => slice.Instance).Append(new PlacedInstance(profile, placement)), out _, out _));

    private static string[] Seats(IEnumerable<GpuState> gpus) =>
        [.. gpus.SelectMany(gpu => gpu.Slices.Select(slice => $"{slice.Workload} {slice.Instance.Profile} {slice.Pinned}")).Order(StringComparer.Ordinal)];

    private static int Changed(IEnumerable<GpuState> before, IEnumerable<GpuState> after) => before.Zip(after)
        .Sum(pair => pair.First.Slices.Count(slice => slice.Workload is not null && !pair.Second.Slices.Any(other => other.Instance == slice.Instance && other.Workload == slice.Workload)));
}
