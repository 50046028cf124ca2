using System.Globalization;
using Optimizer.Host.Planning;
using Optimizer.Model.Mig;
using Optimizer.Planning.Sizing;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Sizes the six public scenarios with 1, 3 and 5 processes. Goal: the proven optimum, below 1 s each.</summary>
internal static class SizeFigures
{
    public static Task<int> RunAsync(int repeats)
    {
        if (!GpuChoice.TryFind(GpuChoice.Default, out MigGeometry? geometry, out string? problem))
        {
            throw new InvalidOperationException(problem);
        }

        (IReadOnlyList<MeasuredSpeed> speeds, _) = SizeFiles.Speeds(Trace("profiles_parvagpu_a100_80gb_inference.csv"), new ProfileNames(geometry), GpuChoice.Default, CancellationToken.None);
        (IReadOnlyList<SizeScenario> scenarios, _) = SizeFiles.Services(Trace("scenarios_parvagpu.csv"), CancellationToken.None);
        return PlanningFigures.RunAsync(
            [
                .. File.ReadLines(Trace("scenarios_parvagpu_optimum.csv")).Skip(1).Select(static line => line.Split(',')).Select(fields =>
                {
                    SizeScenario scenario = scenarios.Single(known => known.Name == fields[0]);
                    SizingTerms terms = new() { MaxProcesses = int.Parse(fields[2], CultureInfo.InvariantCulture) };
                    return ($"{fields[0]}, {fields[2]} p", int.Parse(fields[3], CultureInfo.InvariantCulture), (Func<(int, int, string)>)(() =>
                    {
                        SizeResult result = ((SizeOutcome.Sized)Sizer.Size(geometry, speeds, scenario.Services, terms)).Result;
                        return (result.Gpus.Count, result.LowerBound, result.Method);
                    }));
                }),
            ],
            repeats);
    }

    private static string Trace(string name) => Path.Combine(AppContext.BaseDirectory, "Traces", name);
}
