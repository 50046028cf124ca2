using System.Diagnostics;
using System.Globalization;
using Optimizer.Planning.Solving;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Measures searches: the median of repeated runs of each, and the process's peak of memory.</summary>
internal static class PlanningFigures
{
    /// <summary>Loads the solver, runs every case once so that all is compiled, then measures.</summary>
    /// <param name="cases">Name, known optimum, and a search that answers GPUs, lower bound and method.</param>
    /// <param name="repeats">Measured runs of each case.</param>
    public static async Task<int> RunAsync(IReadOnlyList<(string Name, int Optimal, Func<(int Gpus, int LowerBound, string Method)> Search)> cases, int repeats)
    {
        long began = Stopwatch.GetTimestamp();
        string? missing = CpSatRun.TryLoad();
        double load = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        foreach ((_, _, Func<(int, int, string)> search) in cases)
        {
            search();
        }

        await Console.Out.WriteLineAsync("case        GPUs  optimum  at least  found by        median ms   worst ms   allocated KB");
        List<double> medians = [];
        int wrong = 0;
        foreach ((string name, int optimal, Func<(int Gpus, int LowerBound, string Method)> search) in cases)
        {
            double[] times = new double[repeats];
            (int Gpus, int LowerBound, string Method) answer = default;
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            for (int n = 0; n < repeats; n++)
            {
                began = Stopwatch.GetTimestamp();
                answer = search();
                times[n] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / repeats;
            Array.Sort(times);
            medians.Add(times[repeats / 2]);
            wrong += answer.Gpus == optimal && answer.LowerBound == optimal ? 0 : 1;
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-10} {answer.Gpus,5} {optimal,8} {answer.LowerBound,9}  {answer.Method,-13} {times[repeats / 2],11:0.00} {times[^1],10:0.00} {allocated / 1024,14}"));
        }

        using Process process = Process.GetCurrentProcess();
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{cases.Count - wrong} of {cases.Count} at the proven optimum; largest median {medians.Max():0.00} ms of {repeats} runs; solver {missing ?? "loaded"} in {load:0} ms; peak of memory {process.PeakWorkingSet64 >> 20} MiB"));
        return wrong == 0 ? 0 : 1;
    }
}
