using System.Globalization;
using Optimizer.Model.Acting;

namespace Optimizer.Control.Tests.Loop;

/// <summary>Random runs under the eye, and convergence once the world is well. Longer: <c>OPTIMIZER_RANDOM_SEEDS=1000</c>; one seed: <c>OPTIMIZER_RANDOM_FIRST=37 OPTIMIZER_RANDOM_SEEDS=1</c>.</summary>
public sealed class RandomRunTests
{
    private const int Ticks = 200;

    [Fact]
    public async Task AnyWorld_WhateverGoesWrong_NothingIsLostAndItConvergesOnceAllIsWell()
    {
        int first = Number("OPTIMIZER_RANDOM_FIRST", 1), seeds = Number("OPTIMIZER_RANDOM_SEEDS", 10);
        long steps = 0, deaths = 0, ended = 0;
        List<string> failed = [];
        for (int seed = first; seed < first + seeds; seed++)
        {
            await using Drill drill = Drill.Of(FaultyNode.Two, seed: (ulong)seed);
            try
            {
                await RunAsync(drill, seed);
            }
            catch (Exception wrong) when (wrong is Xunit.Sdk.XunitException or InvalidOperationException)
            {
                failed.Add($"seed {seed}: {wrong.Message}");
            }

            steps += drill.Node.Ticks.Count(tick => tick.Outcome is StepOutcome.Applied);
            deaths += drill.Deaths;
            ended += (await drill.Node.Journal.HistoryAsync(int.MaxValue, true, CancellationToken.None)).Count(plan => plan.Life is PlanLife.RolledBack or PlanLife.Failed);
        }

        Assert.True(failed.Count == 0, $"{failed.Count} of {seeds} failed: {string.Join("\n", failed.Select(one => one.Split('\n')[0]))}\n\n{string.Join("\n\n", failed.Take(6))}");

        // A run in which nothing happened would prove nothing.
        Assert.True(seeds < 20 || (steps > seeds * 5 && deaths > seeds && ended > seeds / 4), $"{steps} steps, {deaths} deaths and {ended} plans undone or failed in {seeds} runs");
    }

    private static async Task RunAsync(Drill drill, int seed)
    {
        drill.Demand(12, 0);
        await drill.RunAsync(2);
        RandomWorld world = new(drill, seed);
        for (int tick = 0; tick < Ticks; tick++)
        {
            await world.TickAsync();
        }

        world.Heal();
        drill.Tell("*** all is well");
        drill.Demand(30, 16);
        await drill.RunAsync(6);
        await drill.OperatorAsync();
        await drill.UntilAsync(() => drill.Eye.Capacity("chat") >= 30 && drill.Eye.Capacity("rank") >= 16, "demand is served", 600, drill.OperatorAsync);
        await drill.UntilAsync(() => drill.Node.Ticks.TakeLast(30).All(tick => tick.Plan is not { Life: PlanLife.Acting or PlanLife.Unwinding }), "it comes to rest", 300);
        await drill.UntilAsync(() => drill.Last.Holds.All(hold => hold.Interlock is not (Interlock.Clock or Interlock.ExternalChange)), "clock and layout are believed", 120, drill.OperatorAsync);
        drill.Eye.Foreign.Clear();
        await drill.RunAsync(8);
        await drill.AssertQuietAsync();
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
