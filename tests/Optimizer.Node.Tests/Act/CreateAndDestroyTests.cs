using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;
using static Optimizer.Node.Tests.Act.ActingNode;

namespace Optimizer.Node.Tests.Act;

public sealed class CreateAndDestroyTests
{
    public static TheoryData<string, string, int, int, int> Boards => new()
    {
        { A100, "3g.40gb", 4, 4, 3 },
        { A100, "1g.10gb+me", 2, 1, 1 },
        { A100, "7g.80gb", 0, 8, 7 },
        { H100, "2g.20gb", 2, 2, 2 },
        { H100, "1g.20gb", 6, 2, 1 },
        { A30, "2g.12gb", 2, 2, 2 },
        { A30, "4g.24gb", 0, 4, 4 },
        { Rtx, "1g.24gb", 3, 3, 1 },
        { Rtx, "2g.48gb+gfx", 6, 6, 2 },
    };

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task CreateThenDestroy_FreePlace_IsThereWholeAndThenGone(string board, string profile, int start, int size, int slices)
    {
        await using ActingNode node = new(Board(board));
        PlacedInstance wanted = At(profile, start, size);

        Assert.IsType<StepOutcome.Applied>(node.Create(wanted));
        Assert.Equal($"{profile}@{start}:{slices}", node.Layout());
        Assert.Equal([wanted], node.Read()!.Instances.Select(instance => instance.Instance));

        Assert.IsType<StepOutcome.Applied>(node.Destroy(wanted));
        Assert.Equal(string.Empty, node.Layout());
    }

    [Fact]
    public async Task Steps_AskedAgain_AnswerAppliedAtOnceAndTouchNothing()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@0"));
        PlacedInstance wanted = At("1g.10gb", 4, 1);
        node.Create(wanted);

        Assert.Equal(new StepOutcome.Applied(Duration.Zero), node.Create(wanted));
        node.Destroy(wanted);
        Assert.Equal(new StepOutcome.Applied(Duration.Zero), node.Destroy(wanted));
        Assert.Equal("3g.40gb@0:3", node.Layout());
    }

    [Fact]
    public async Task Create_BeforeAnyCycle_OpensTheDriverItself()
    {
        await using ActingNode node = new(Board(H100), sampled: false);
        GpuUuid gpu = SecondClient.With(node.Sampled.Node, static library => new GpuUuid(library.Uuid(library.DeviceByIndex(0).Value).Value));

        Assert.IsType<StepOutcome.Applied>(await node.Partitioner.CreateAsync(gpu, At("1g.10gb", 0, 1), CancellationToken.None));
    }

    [Fact]
    public async Task Create_SomebodyElsesInstanceInItsPlace_RefusesAndNamesIt()
    {
        await using ActingNode node = new(Board(H100, "1g.10gb@5"));

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.Create(At("3g.40gb", 4, 4)));

        Assert.Equal((StepTrouble.NoRoom, false), (refused.Trouble, refused.Retryable));
        Assert.Contains("1g.10gb@5 (GPU instance 7) is in its place", refused.Detail, StringComparison.Ordinal);
        Assert.Equal("1g.10gb@5:1", node.Layout());
    }

    [Fact]
    public async Task Create_PartialComputeInstancesThere_RefusesSinceSomebodyElseMadeThem()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4/2c+1c"));

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.Create(At("3g.40gb", 4, 4)));

        Assert.Equal(StepTrouble.NotThere, refused.Trouble);
        Assert.Equal("3g.40gb@4:2+1", node.Layout());
    }

    [Theory]
    [InlineData("9g.90gb", 0, 9)]
    [InlineData("3g.40gb", 1, 4)] // no such placement: the driver says 2
    public async Task Create_WhatTheBoardCannot_IsNotThereAndNamesThePossible(string profile, int start, int size)
    {
        await using ActingNode node = new(Board(H100));

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.Create(At(profile, start, size)));

        Assert.Equal(StepTrouble.NotThere, refused.Trouble);
        Assert.Equal(string.Empty, node.Layout());
    }

    [Fact]
    public async Task Create_MigOff_SaysToTurnItOnFirst()
    {
        await using ActingNode node = new(Whole(H100));

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.Create(At("1g.10gb", 0, 1)));

        Assert.Contains("MIG mode is off; turn it on first", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_KilledBetweenTheHalves_GoesOnFromThere()
    {
        await using ActingNode node = new(Board(H100));
        PlacedInstance wanted = At("3g.40gb", 4, 4);
        LeaveHalf(node, wanted);
        Assert.Equal("3g.40gb@4:", node.Layout());

        Assert.IsType<StepOutcome.Applied>(node.Create(wanted));

        Assert.Equal("3g.40gb@4:3", node.Layout());
    }

    [Fact]
    public async Task Destroy_KilledBetweenTheHalves_GoesOnFromThere()
    {
        await using ActingNode node = new(Board(H100));
        LeaveHalf(node, At("3g.40gb", 4, 4));

        Assert.IsType<StepOutcome.Applied>(node.Destroy(At("3g.40gb", 4, 4)));

        Assert.Equal(string.Empty, node.Layout());
    }

    [Fact]
    public async Task Destroy_SeveralComputeInstances_AllGo()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4/2c+1c, 1g.10gb@0"));

        Assert.IsType<StepOutcome.Applied>(node.Destroy(At("3g.40gb", 4, 4)));

        Assert.Equal("1g.10gb@0:1", node.Layout());
    }

    [Fact]
    public async Task Destroy_OtherProfileAtThePlace_IsLeftAlone()
    {
        await using ActingNode node = new(Board(H100, "4g.40gb@0"));

        Assert.Equal(new StepOutcome.Applied(Duration.Zero), node.Destroy(At("3g.40gb", 0, 4)));

        Assert.Equal("4g.40gb@0:4", node.Layout());
    }

    [Fact]
    public async Task Destroy_ProcessOnIt_RefusesAndSaysWho()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4, 1g.10gb@0"));
        uint pid = node.AddProcess(1, 0);

        StepOutcome.Refused refused = Assert.IsType<StepOutcome.Refused>(node.Destroy(At("3g.40gb", 4, 4)));

        Assert.Equal((StepTrouble.InUse, true), (refused.Trouble, refused.Retryable));
        Assert.Contains($"trainer (pid {pid}) of unit chat.service has a context on 3g.40gb@4 of {node.Gpu()}", refused.Detail, StringComparison.Ordinal);
        Assert.Equal("1g.10gb@0:1 3g.40gb@4:3", node.Layout());

        node.Sampled.Driver.RemoveProcess(pid);
        Assert.IsType<StepOutcome.Applied>(node.Destroy(At("3g.40gb", 4, 4)));
    }

    [Fact]
    public async Task Destroy_ProcessOnTheNeighbour_DoesNotMatter()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@4, 1g.10gb@0"));
        node.AddProcess(7, 0);

        Assert.IsType<StepOutcome.Applied>(node.Destroy(At("3g.40gb", 4, 4)));
        Assert.Equal("1g.10gb@0:1", node.Layout());
    }

    [Fact]
    public async Task Changes_OfOurs_AreNotTakenForSomebodyElses()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@0"));
        node.Sampled.Cycles(2);

        node.Create(At("1g.10gb", 4, 1));
        MigReading created = node.Sampled.Cycles(1).Gpus[0].Mig!;
        node.Destroy(At("1g.10gb", 4, 1));
        MigReading destroyed = node.Sampled.Cycles(1).Gpus[0].Mig!;
        node.Sampled.Driver.CreateInstance(0, "1g.10gb", 5);
        MigReading foreign = node.Sampled.Cycles(1).Gpus[0].Mig!;

        Assert.Equal((1L, 0L), (created.ChangesByOptimizer, created.ChangesByOthers));
        Assert.Equal((2L, 0L), (destroyed.ChangesByOptimizer, destroyed.ChangesByOthers));
        Assert.Equal((2L, 1L), (foreign.ChangesByOptimizer, foreign.ChangesByOthers));
    }

    [Fact]
    public async Task Destroy_SampledInstance_SamplesAreNotUsedForTheNextOneInItsPlace()
    {
        await using ActingNode node = new(Board(H100, "3g.40gb@0"));
        Assert.NotNull(node.Sampled.Cycles(4).Gpus[0].Mig!.Instances[0].Activity);

        node.Destroy(At("3g.40gb", 0, 4));
        node.Create(At("3g.40gb", 0, 4));

        Assert.Null(node.Sampled.Cycles(1).Gpus[0].Mig!.Instances[0].Activity);
        Assert.NotNull(node.Sampled.Cycles(1).Gpus[0].Mig!.Instances[0].Activity);
    }

    [Fact]
    public async Task Create_TokenCancelled_Throws()
    {
        await using ActingNode node = new(Board(H100));
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => node.Partitioner.CreateAsync(node.Gpu(), At("1g.10gb", 0, 1), cancelled.Token));
        Assert.Equal(string.Empty, node.Layout());
    }

    private static void LeaveHalf(ActingNode node, PlacedInstance wanted) => Assert.Equal(NvmlReturn.Success, SecondClient.With(node.Sampled.Node, library =>
    {
        nint device = library.DeviceByIndex(0).Value;
        NvmlGpuInstancePlacement placement = new() { Start = (uint)wanted.Placement.Start, Size = (uint)wanted.Placement.Size };
        return library.CreateGpuInstance(device, 9, placement).Code; // 9 is the profile id of 3g
    }));
}
