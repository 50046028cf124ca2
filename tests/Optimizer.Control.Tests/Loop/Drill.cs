using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Xunit.Sdk;

namespace Optimizer.Control.Tests.Loop;

/// <summary>One loop on one node, driven tick by tick under the eye: whatever may never be fails the test in the tick it happens.</summary>
internal sealed class Drill : IAsyncDisposable
{
    private static readonly int MostLines = int.TryParse(Environment.GetEnvironmentVariable("OPTIMIZER_RANDOM_LINES"), out int lines) ? lines : 45;

    private readonly List<string> _told = [];

    private Drill(string scenario, ControlOptions options, ulong seed)
    {
        Node = LoopNode.Of(scenario, options, Life.Journal(new MemoryJournal(() => "boot-1")), seed, Life.Partitioner, Life.Runtime);
        Eye = new NodeEye(Node);
    }

    public LoopNode Node { get; }

    public NodeEye Eye { get; }

    public Mortal Life { get; } = new();

    public TickRecord Last => Node.Ticks[^1];

    /// <summary>Times the process was killed.</summary>
    public int Deaths { get; private set; }

    /// <summary>What is asked of chat, and served once all is well.</summary>
    public double Chat { get; private set; } = 12;

    public static Drill Of(string scenario, ControlOptions? options = null, ulong seed = 1) => new(scenario, options ?? FaultyNode.Options(), seed);

    /// <summary>A drill on <see cref="FaultyNode.Moving"/>, in the tick in which its plan of six steps began.</summary>
    public static async Task<Drill> BegunAsync(ControlOptions? options = null)
    {
        Drill drill = Of(FaultyNode.Moving, options);
        drill.Node.Demand("rank", 0);
        drill.Node.Demand("chat", 12);
        await drill.TickAsync();
        await drill.TickAsync(60);
        drill.Rise();
        await drill.UntilAsync(() => drill.Last.Plan is { Life: PlanLife.Acting }, "the plan begins");
        Assert.Equal(6, drill.Last.Plan!.Plan.Steps.Count);
        return drill;
    }

    /// <summary>Says what is asked for.</summary>
    public void Demand(double chat, double rank)
    {
        Chat = chat;
        Node.Demand("chat", chat);
        Node.Demand("rank", rank);
        Tell($"*** {chat} asked of chat, {rank} of rank");
    }

    /// <summary>More is asked for than what stands can serve.</summary>
    public void Rise()
    {
        Chat = 30;
        Node.Demand("chat", 30);
        Node.Demand("rank", 8);
    }

    /// <summary>One tick, after some seconds unless there is more to do at once. A process that dies in it is started anew.</summary>
    public async Task TickAsync(int seconds = 10)
    {
        await Node.OnceAsync(Node.Ticks.Count > 0 && Last.More ? 0 : seconds);
        TickRecord tick = Last;
        Tell($"{tick.At.ToString("HH:mm:ss", null)} {tick.Plan?.Plan.Generation} {tick.Plan?.Life} {tick.Step?.GetType().Name} {tick.Outcome} {string.Join("; ", tick.Holds.Where(hold => hold.Interlock != Interlock.LowConfidence).Select(hold => $"{hold.Interlock} {hold.Sentence}"))}");
        if (Life.IsDead)
        {
            Deaths++;
            Tell("--- the process died and is started again");
            Life.Revive();
            Node.Start();
        }

        if (await Eye.LookAsync(tick) is { } wrong)
        {
            throw Fault(wrong);
        }
    }

    public async Task RunAsync(int ticks, int seconds = 10)
    {
        for (int count = 0; count < ticks; count++)
        {
            await TickAsync(seconds);
        }
    }

    public async Task UntilAsync(Func<bool> done, string what, int most = 200, Func<Task>? meanwhile = null)
    {
        for (int count = 0; !done(); count++)
        {
            if (count == most)
            {
                throw Fault($"not within {most} ticks: {what}");
            }

            if (count % 20 == 19 && meanwhile is not null)
            {
                await meanwhile();
            }

            await TickAsync();
        }
    }

    /// <summary>Until a step of the plan in flight was begun, seen as intended or done.</summary>
    public Task UntilStepAsync(int index) =>
        UntilAsync(() => Last.Plan?.Steps.Any(step => step.Index == index && !step.Compensation) == true || Last.Plan is { Life: not PlanLife.Acting }, $"step {index}");

    /// <summary>The journal's account of the newest plan that acted.</summary>
    public async Task<PlanRecord> NewestAsync() => (await Node.Journal.HistoryAsync(1, true, CancellationToken.None))[0];

    public void Tell(string line) => _told.Add(line);

    public XunitException Fault(string wrong) => new($"{wrong}\n{string.Join('\n', _told.TakeLast(MostLines).Select(line => Node.Uuids.Aggregate(line, (text, gpu) => text.Replace(gpu.Value, $"#{gpu.Key}", StringComparison.Ordinal))))}\nGPU 0: {Eye.Layout(0)}");

    public void True(bool holds, string what)
    {
        if (!holds)
        {
            throw Fault(what);
        }
    }

    /// <summary>Whatever was wrong has ended: the operator does what the holds ask for, and then all that is asked for is served, the journal's account is the layout, and nothing else holds.</summary>
    public async Task RecoverAsync()
    {
        await RunAsync(3);
        await UntilAsync(() => Last.Plan is not { Life: PlanLife.Acting or PlanLife.Unwinding } || Last.Holds.Any(hold => hold.Interlock == Interlock.Paused), "the plan's life ends", 400);
        JournalState account = await Node.Journal.LoadAsync(CancellationToken.None);
        foreach (Quarantine quarantine in account.Quarantines.ToArray())
        {
            Tell($"release {quarantine.Gpu}: {quarantine.Reason}");
            OperatorAnswer released = await Node.Loop.ReleaseAsync(quarantine.Gpu, "ada", CancellationToken.None);
            for (int tries = 0; !released.Done && tries < 30; tries++)
            {
                await TickAsync();
                released = await Node.Loop.ReleaseAsync(quarantine.Gpu, "ada", CancellationToken.None);
            }

            True(released.Done, released.Sentence);
        }

        Tell((await Node.Loop.ResumeAsync("ada", CancellationToken.None)).Sentence);
        Eye.Foreign.Clear();
        await UntilAsync(Served, "what is asked for is served", 400);
        await RunAsync(8);
        await AssertSettledAsync();
    }

    /// <summary>What an operator does who reads the holds: releases what answers again, resumes.</summary>
    public async Task OperatorAsync()
    {
        foreach (Quarantine quarantine in (await Node.Journal.LoadAsync(CancellationToken.None)).Quarantines.ToArray())
        {
            Tell($"release {quarantine.Gpu}: {(await Node.Loop.ReleaseAsync(quarantine.Gpu, "ada", CancellationToken.None)).Sentence}");
        }

        string said = (await Node.Loop.ResumeAsync("ada", CancellationToken.None)).Sentence;
        Tell(said);
        if (said.Contains("accepted", StringComparison.Ordinal))
        {
            Eye.Foreign.Clear();
        }
    }

    /// <summary>Everything asked for is served and nothing is in flight.</summary>
    public bool Served() =>
        Last.Plan is not { Life: PlanLife.Acting or PlanLife.Unwinding }
        && (Chat < 20 || (Eye.Layout(0).Contains("3g.40gb", StringComparison.Ordinal) && Eye.Ready("rank") == 1)) && Eye.Ready("chat") == 1;

    public async Task AssertSettledAsync()
    {
        True(Served(), "it is served no longer");
        await AssertQuietAsync();
    }

    /// <summary>Nothing holds that needs somebody, and every plan has ended.</summary>
    public async Task AssertQuietAsync()
    {
        Interlock[] known = [Interlock.LowConfidence, Interlock.Benefit, Interlock.Cooldown, Interlock.RateLimit];
        True(Last.Holds.All(hold => known.Contains(hold.Interlock)), $"holds are left: {string.Join("; ", Last.Holds.Select(hold => $"{hold.Interlock} {hold.Sentence}"))}");
        foreach (PlanRecord record in await Node.Journal.HistoryAsync(int.MaxValue, false, CancellationToken.None))
        {
            True(record.Life is not (PlanLife.Acting or PlanLife.Unwinding or PlanLife.Proposed), $"plan {record.Plan.Generation} is {record.Life} for ever");
            True(record.EndedAt is not null, $"plan {record.Plan.Generation} has no end");
        }
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
