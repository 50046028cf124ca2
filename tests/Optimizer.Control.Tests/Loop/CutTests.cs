using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A plan that only cuts a GPU: what is read between two cuts, and what is on disk before each.</summary>
public sealed class CutTests
{
    private const string Node = """
        name: test
        title: one H100 that nobody uses
        driver: 610.43.02
        cuda: 13.3
        board: h100-80gb-sxm
        gpus:
          - { instances: [1g.10gb@0, 1g.10gb@1, 1g.10gb@2], numa: 0 }
        """;

    private static readonly PlacedInstance[] Old = [.. Enumerable.Range(0, 3).Select(start => new PlacedInstance("1g.10gb", new Placement(start, 1)))];

    private static readonly PlacedInstance[] New = [new("2g.20gb", new Placement(0, 2)), new("1g.10gb", new Placement(2, 1)), new("3g.40gb", new Placement(4, 4))];

    [Fact]
    public async Task Tick_BetweenTwoCuts_LayoutsOfTheTouchedGpuAreRead()
    {
        Hand hand = new();
        await using LoopNode node = LoopNode.Of(Node, partitioning: hand.Of);
        await BeginAsync(node);

        TickRecord done = await node.TickUntilAsync(Committed, most: 1);

        Assert.Equal(Old.Length + New.Length, done.Plan!.Steps.Count);
        Assert.Equal(New.Length + Old.Length - 1, hand.Reads);
    }

    [Fact]
    public async Task Tick_SomebodyCutsTheGpuBetweenTwoSteps_ThePlanIsUndone()
    {
        Hand hand = new();
        await using LoopNode node = LoopNode.Of(Node, partitioning: hand.Of);
        await BeginAsync(node);
        hand.After = 2;
        hand.Foreign = (partitioner, gpu) => partitioner.CreateAsync(gpu, new PlacedInstance("1g.10gb", new Placement(6, 1)), CancellationToken.None);

        await node.TickAsync();

        Assert.Contains(node.Ticks, tick => tick.Plan is { Life: PlanLife.Unwinding, Outcome: { } why } && why.Contains("somebody else", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tick_EveryCut_EndsOnDiskBeforeTheNextIsTouched()
    {
        Hand hand = new();
        await using LoopNode node = LoopNode.Of(Node, partitioning: hand.Of);
        await BeginAsync(node);
        List<string> onDisk = [];
        hand.Before = async () => onDisk.Add(Account((await node.Journal.HistoryAsync(1, false, CancellationToken.None))[0]));

        await node.TickUntilAsync(Committed, most: 1);

        Assert.Equal(
            ["0 Intended", "0 Applied, 1 Intended", "0 Applied, 1 Applied, 2 Intended"],
            onDisk.Take(3));
    }

    [Fact]
    public async Task Tick_ProcessDiesAfterACutWasSeen_TheNextOneAsksForItAgainAndGoesOn()
    {
        Hand hand = new();
        await using LoopNode node = LoopNode.Of(Node, partitioning: hand.Of);
        await BeginAsync(node);
        node.Time.Advance(TimeSpan.FromSeconds(1));
        TickRecord cut = await node.Loop.TickAsync(CancellationToken.None);
        Assert.IsType<StepOutcome.Applied>(cut.Outcome);

        node.Start();
        TickRecord done = await node.TickUntilAsync(Committed, most: 1);

        Assert.Equal(Old.Length + New.Length, done.Plan!.Steps.Count);
    }

    [Fact]
    public async Task Tick_JournalFailsBetweenTwoCuts_NothingIsTouchedUntilBothEntriesAreWritten()
    {
        Hand hand = new();
        StubbornJournal journal = new(new MemoryJournal(() => "boot-1"));
        await using LoopNode node = LoopNode.Of(Node, journal: journal, partitioning: hand.Of);
        await BeginAsync(node);
        hand.Before = () =>
        {
            journal.Refuses = hand.Changes == 1; // from the first cut on
            return Task.CompletedTask;
        };

        TickRecord held = await node.TickAsync();
        int touched = hand.Changes;
        journal.Refuses = false;
        hand.Before = null;
        TickRecord done = await node.TickUntilAsync(Committed, most: 1);

        Assert.Contains(held.Holds, hold => hold.Interlock == Interlock.Journal);
        Assert.Equal(1, touched);
        Assert.Equal(Old.Length + New.Length, done.Plan!.Steps.Count);
    }

    private static bool Committed(TickRecord tick) => tick.Plan is { Life: PlanLife.Committed };

    private static async Task BeginAsync(LoopNode node)
    {
        GpuUuid gpu = (await node.Sampler.SampleAsync(CancellationToken.None)).Gpus[0].Uuid;
        Instant now = node.Clock.GetCurrentInstant();
        Plan plan = new()
        {
            Generation = 1,
            MadeAt = now,
            Policy = "cost",
            Horizon = Duration.FromHours(1),
            Summary = "Cuts it anew.",
            Targets = [Layout(gpu, New)],
            Steps =
            [
                .. Old.Select(PlanStep (instance) => new PlanStep.DestroyInstance(instance) { Gpu = gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 0.3 }),
                .. New.Select(PlanStep (instance) => new PlanStep.CreateInstance(instance) { Gpu = gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 0.3 }),
            ],
            Account = default,
            Alternatives = [],
            Outlook = [],
            Proof = new SolveProof("test", true, null, null),
        };
        PlanningProblem inputs = new() { At = now, Generation = 0, Gpus = [], Workloads = [], Terms = new() };
        await node.Journal.LoadAsync(CancellationToken.None);
        await node.Journal.AppendAsync(new JournalEntry.PlanMade(new PlanRecord { Plan = plan, Mode = OperatingMode.Enforce, Life = PlanLife.Proposed }, inputs) { At = now }, CancellationToken.None);
        await node.Journal.AppendAsync(new JournalEntry.PlanBegan(1, [Layout(gpu, Old)], null) { At = now }, CancellationToken.None);
    }

    private static GpuTarget Layout(GpuUuid gpu, PlacedInstance[] instances) => new()
    {
        Gpu = gpu,
        MigEnabled = true,
        Instances = instances.Order().Select(instance => new InstanceTarget(instance, null, 0)).ToValueArray(),
    };

    private static string Account(PlanRecord record) => string.Join(", ", record.Steps.Select(step => $"{step.Index} {step.State}"));

    /// <summary>The product's partitioner, counted, with somebody else beside it.</summary>
    private sealed class Hand : IPartitioner
    {
        private IPartitioner? _inner;

        public int Reads { get; private set; }

        public int Changes { get; private set; }

        public int After { get; set; }

        public Func<IPartitioner, GpuUuid, Task>? Foreign { get; set; }

        public Func<Task>? Before { get; set; }

        public Hand Of(IPartitioner inner)
        {
            _inner = inner;
            return this;
        }

        public Task<StepOutcome> CreateAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
            ChangeAsync(gpu, () => _inner!.CreateAsync(gpu, instance, cancellationToken));

        public Task<StepOutcome> DestroyAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
            ChangeAsync(gpu, () => _inner!.DestroyAsync(gpu, instance, cancellationToken));

        public Task<StepOutcome> SetMigModeAsync(GpuUuid gpu, bool enabled, bool mayReset, CancellationToken cancellationToken) =>
            ChangeAsync(gpu, () => _inner!.SetMigModeAsync(gpu, enabled, mayReset, cancellationToken));

        public Task<GpuTarget?> ReadAsync(GpuUuid gpu, CancellationToken cancellationToken)
        {
            Reads++;
            return _inner!.ReadAsync(gpu, cancellationToken);
        }

        private async Task<StepOutcome> ChangeAsync(GpuUuid gpu, Func<Task<StepOutcome>> change)
        {
            Changes++;
            await (Before?.Invoke() ?? Task.CompletedTask);
            StepOutcome outcome = await change();
            if (Foreign is { } foreign && Changes == After)
            {
                await foreign(_inner!, gpu);
            }

            return outcome;
        }
    }

    /// <summary>A journal whose disk is full when the test says so.</summary>
    private sealed class StubbornJournal(IJournal inner) : IJournal
    {
        public bool Refuses { get; set; }

        public Task<JournalState> LoadAsync(CancellationToken cancellationToken) => inner.LoadAsync(cancellationToken);

        public Task AppendAsync(JournalEntry entry, CancellationToken cancellationToken) =>
            Refuses ? throw new JournalException("The disk is full.") : inner.AppendAsync(entry, cancellationToken);

        public Task<System.Collections.Immutable.ImmutableArray<PlanRecord>> HistoryAsync(int most, bool actedOnly, CancellationToken cancellationToken) => inner.HistoryAsync(most, actedOnly, cancellationToken);

        public Task<(PlanRecord Record, PlanningProblem Inputs)?> FindAsync(long generation, CancellationToken cancellationToken) => inner.FindAsync(generation, cancellationToken);

        public Task KeepAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) => inner.KeepAsync(name, document, cancellationToken);

        public Task<ReadOnlyMemory<byte>?> RecallAsync(string name, CancellationToken cancellationToken) => inner.RecallAsync(name, cancellationToken);
    }
}
