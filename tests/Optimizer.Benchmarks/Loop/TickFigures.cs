using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Optimizer.Control.Loop;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Benchmarks.Loop;

/// <summary>A tick with nothing to do, on a node of eight GPUs. Goals: below 20 ms, and below 1 % of a core at a tick every 10 s and a plan every minute.</summary>
internal static class TickFigures
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(int minutes)
    {
        ManualTimeProvider time = new();
        await using TimedNode node = new(Scenario.Load("dgx-h100"), time, new ControlOptions { Mode = OperatingMode.Enforce });
        await node.CycleAsync();
        int quiet = 0;
        for (int warm = 0; warm < 3000 && quiet < 240; warm++)
        {
            quiet = (await TickAsync(node, time)).Record.Step is null ? quiet + 1 : 0;
        }

        Stages plans = new();
        List<double> idle = [], planning = [];
        using Process process = Process.GetCurrentProcess();
        double processor = 0;
        int steps = 0;
        for (int tick = 0; tick < minutes * 6; tick++)
        {
            (TickRecord record, double spent, double used, long evaluated) = await TickAsync(node, time);
            processor += used;
            steps += record.Step is null ? 0 : 1;
            (evaluated > 0 ? planning : idle).Add(spent);
            node.Stages.End(spent);
        }

        await node.Stages.PrintAsync(Console.Out, "dgx-h100, every tick");
        double share = processor / (minutes * 60_000.0) * 100;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"without planning: {Median(idle):0.000} ms median of {idle.Count}, worst {idle.Max():0.0}; with: {Median(planning):0.00} ms median of {planning.Count}, worst {planning.Max():0.0}; {share:0.000} % of a core; {steps} steps done meanwhile"));
        foreach (ActiveHold hold in node.Loop.Report!.Holds.ToArray())
        {
            await Console.Out.WriteLineAsync($"  {hold.Interlock} {hold.Subject}: {hold.Sentence}");
        }

        return Median(idle) < 20 && Median(planning) < 20 && share < 1 ? 0 : 1;
    }

    private static async Task<(TickRecord Record, double Milliseconds, double Processor, long Evaluated)> TickAsync(TimedNode node, ManualTimeProvider time)
    {
        time.Advance(Period);
        await node.CycleAsync(); // the sampler's own, which the loop only looks at
        node.Forecast = Expected(node);
        long before = Evaluations(node);
        node.Stages.Reset();
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        TickRecord record = await node.Loop.TickAsync(CancellationToken.None);
        double spent = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return (record, spent, (Environment.CpuUsage.TotalTime - used).TotalMilliseconds, Evaluations(node) - before);
    }

    /// <summary>Demand as at the scenario's start, for ever.</summary>
    private static DemandForecast Expected(TimedNode node)
    {
        Instant now = node.Clock.GetCurrentInstant();
        return new DemandForecast
        {
            At = now,
            Series = node.Node.Declarations.OrderBy(one => one.Name, StringComparer.Ordinal).Select((one, index) => SomeForecast.Of(one.Name, 100, now)).ToValueArray(),
        };
    }

    private static long Evaluations(TimedNode node) => node.Loop.Report?.Evaluations.Sum(one => one.Count) ?? 0;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
