using System.Globalization;
using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Model.Mig;
using Optimizer.Planning.Packing;
using Layout = Optimizer.Model.Mig.Layout;

namespace Optimizer.Host.Planning;

/// <summary>The verb <c>pack</c>: the fewest GPUs for lists of profile requests, and where each request lies.</summary>
internal static class PackVerb
{
    /// <summary>Reads, packs, writes.</summary>
    public static Task<int> RunAsync(PackRequest request, CancellationToken cancellationToken) => Task.FromResult(Run(request, TimeProvider.System, cancellationToken));

    private static int Run(PackRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        PlanningRun run = new("pack", request.Output, request.Error, time);
        if (OutputFile.Explain([request.OutputPath, PlannedReport.PlacementsPath(request.OutputPath)], [request.Requests]) is { Count: > 0 } unwritable)
        {
            return run.Refuse(unwritable);
        }

        if (!GpuChoice.TryFind(request.Gpu, out MigGeometry? geometry, out string? problem))
        {
            return run.Refuse(problem);
        }

        ProfileNames names = new(geometry);
        (IReadOnlyList<PackInstance> instances, IReadOnlyList<string> problems) = PackFile.Read(request.Requests, names, request.Gpu, cancellationToken);
        if (problems.Count > 0)
        {
            return run.Refuse(problems);
        }

        double prepared = run.Prepare(() => Packer.Pack(geometry, WarmUp(geometry)));
        List<PlannedRow> rows = [];
        List<PackResult> results = [];
        foreach (PackInstance instance in instances)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string[] profiles = [.. instance.Requests.Select(written => names.Find(written)!)];
            (PackOutcome outcome, double milliseconds) = run.Measure(() => Packer.Pack(geometry, profiles));
            if (outcome is not PackOutcome.Packed { Result: PackResult result })
            {
                return run.Refuse($"{instance.Name}: {((PackOutcome.Refused)outcome).Sentence}");
            }

            results.Add(result);
            rows.Add(new PlannedRow(instance.Name, instance.Requests.Count, result.Gpus.Count, result.LowerBound, result.Method, result.ProofMissing, milliseconds));
            run.Progress(rows.Count, instances.Count, instance.Name);
        }

        return run.Finish(new PlannedReport("instance", "requests", request.Gpu, rows, prepared), request.OutputPath, writer => WritePlacements(instances, results, names, writer), request.Json);
    }

    /// <summary>A few of every profile: what is compiled for them serves for all.</summary>
    private static string[] WarmUp(MigGeometry geometry) => [.. geometry.Profiles.SelectMany(static (profile, index) => Enumerable.Repeat(profile.Name, 3 + index))];

    private static void WritePlacements(IReadOnlyList<PackInstance> instances, List<PackResult> results, ProfileNames names, TextWriter writer)
    {
        writer.Write("instance,gpu,profile,start,request\n");
        for (int i = 0; i < instances.Count; i++)
        {
            Dictionary<string, Queue<string>> written = instances[i].Requests
                .GroupBy(request => names.Find(request)!, StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, static group => new Queue<string>(group.Order(StringComparer.Ordinal)), StringComparer.Ordinal);
            int gpu = 0;
            foreach (Layout layout in results[i].Gpus)
            {
                foreach (PlacedInstance instance in layout.Instances)
                {
                    writer.Write(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{CsvText.Quoted(instances[i].Name)},{gpu},{instance.Profile},{instance.Placement.Start},{written[instance.Profile].Dequeue()}\n"));
                }

                gpu++;
            }
        }
    }
}
