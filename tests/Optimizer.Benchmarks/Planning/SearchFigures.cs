using System.Diagnostics;
using System.Globalization;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Benchmarks.Planning;

/// <summary>The search for the best state: proof and time on a node, distance to the bound and time on fleets.</summary>
/// <remarks>Goals: a node of 8 GPUs and 40 workloads proven in 50 ms; 1,000 GPUs, three models, about 5,000 replicas in 2 s within 1 % of the bound, cost near-linear in GPUs.</remarks>
internal static class SearchFigures
{
    /// <summary>Demands of nodes, from half idle to more than they can serve.</summary>
    private static readonly double[] Loads = [0.4, 0.7, 0.9, 1.0, 1.3];

    /// <summary>Nodes: every load, a number of seeds, three situations each.</summary>
    public static async Task<int> NodeAsync(int seeds)
    {
        AssignmentSolver solver = new();
        Measure(solver, new FleetProblem(0, 8, 1, 40, 0.8).FromEmpty()); // loads the library and compiles
        await Console.Out.WriteLineAsync($"8 GPUs, 40 workloads, {seeds} seeds: median and worst ms, proven optima");
        await Console.Out.WriteLineAsync("load  situation   median   worst  proven");
        foreach (double load in Loads)
        {
            List<Run> empty = [], same = [], changed = [];
            for (int seed = 1; seed <= seeds; seed++)
            {
                FleetProblem node = new(seed, 8, 1, 40, load);
                Run first = Measure(solver, node.FromEmpty());
                empty.Add(first);
                same.Add(Measure(solver, node.Running(first.Answer.Targets)));
                changed.Add(Measure(solver, node.Changed(first.Answer.Targets)));
            }

            foreach ((string situation, List<Run> runs) in new[] { ("empty", empty), ("same", same), ("changed", changed) })
            {
                await Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{load:0.0}   {situation,-9} {Median(runs),8:0.0} {runs.Max(run => run.Milliseconds),7:0.0}  {runs.Count(run => run.Answer.Proof.Optimal)} of {runs.Count}"));
            }
        }

        return 0;
    }

    /// <summary>Fleets of growing size: three GPU models, one workload a GPU with about five replicas.</summary>
    public static async Task<int> FleetAsync(int largest, int loadPercent)
    {
        AssignmentSolver solver = new();
        Measure(solver, new FleetProblem(0, 64, 3, 64, 0.8).FromEmpty());
        double load = loadPercent / 100.0;
        await Console.Out.WriteLineAsync($"three GPU models in equal parts, one workload a GPU, load {load}; gap: distance to the bound over what the state costs");
        await Console.Out.WriteLineAsync("  GPUs  situation  replicas       ms  ms/GPU   gap %   constructive: ms  gap %");
        AssignmentSolver alone = new(new SolverLimits { NativeSolver = false });
        for (int gpus = 125; gpus <= largest; gpus *= 2)
        {
            FleetProblem fleet = new(gpus, gpus, 3, gpus, load);
            Run empty = Measure(solver, fleet.FromEmpty());
            await PrintAsync(gpus, "empty", empty, Measure(alone, fleet.FromEmpty()));
            await PrintAsync(gpus, "same", Measure(solver, fleet.Running(empty.Answer.Targets)), Measure(alone, fleet.Running(empty.Answer.Targets)));
            await PrintAsync(gpus, "changed", Measure(solver, fleet.Changed(empty.Answer.Targets)), Measure(alone, fleet.Changed(empty.Answer.Targets)));
        }

        using Process self = Process.GetCurrentProcess();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"peak memory of the process: {self.PeakWorkingSet64 >> 20} MiB"));
        return 0;
    }

    private static async Task PrintAsync(int gpus, string situation, Run run, Run constructive)
    {
        int replicas = run.Answer.Targets.Sum(target => target.Instances.Count(instance => instance.Workload is not null));
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{gpus,6}  {situation,-9} {replicas,9} {run.Milliseconds,8:0} {run.Milliseconds / gpus,7:0.00} {run.Gap,7} {constructive.Milliseconds,18:0} {constructive.Gap,6}"));
    }

    private static Run Measure(AssignmentSolver solver, PlanningProblem problem)
    {
        CostModel costs = new(problem);
        long began = Stopwatch.GetTimestamp();
        Assignment? answer = solver.Solve(problem, costs, new SearchFreedom());
        return new Run(answer, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static double Median(List<Run> runs)
    {
        double[] sorted = [.. runs.Select(run => run.Milliseconds).Order()];
        return sorted[sorted.Length / 2];
    }

    private sealed record Run(Assignment? Found, double Milliseconds)
    {
        internal Assignment Answer => Found ?? throw new InvalidOperationException("Nothing was found.");

        internal string Gap => Found is null ? "none" : (100 * Found.Proof.GapRatio)?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";
    }
}
