using System.Globalization;
using Optimizer.Host.Planning;
using Optimizer.Model.Mig;
using Optimizer.Planning.Packing;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Packs the instances of <c>static_packing_pub.csv</c>. Goal: the proven optimum, below 50 ms each.</summary>
internal static class PackFigures
{
    public static Task<int> RunAsync(int repeats)
    {
        if (!GpuChoice.TryFind(GpuChoice.Default, out MigGeometry? geometry, out string? problem))
        {
            throw new InvalidOperationException(problem);
        }

        ProfileNames names = new(geometry);
        return PlanningFigures.RunAsync(
            [
                .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Traces", "static_packing_pub.csv")).Skip(1).Select(static line => line.Split(',')).Select(fields =>
                {
                    string[] requests = [.. fields[3].Split(' ').Select(written => names.Find(written)!)];
                    return ($"{fields[0]}/{fields[2]}", int.Parse(fields[4], CultureInfo.InvariantCulture), (Func<(int, int, string)>)(() =>
                    {
                        PackResult result = ((PackOutcome.Packed)Packer.Pack(geometry, requests)).Result;
                        return (result.Gpus.Count, result.LowerBound, result.Method);
                    }));
                }),
            ],
            repeats);
    }
}
