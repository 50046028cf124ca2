using System.Globalization;
using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Model.Mig;
using Optimizer.Planning.Sizing;

namespace Optimizer.Host.Planning;

/// <summary>The verb <c>size</c>: the fewest GPUs for services with rates and latency limits, and who runs where.</summary>
internal static class SizeVerb
{
    /// <summary>Reads, sizes, writes.</summary>
    public static Task<int> RunAsync(SizeRequest request, CancellationToken cancellationToken) => Task.FromResult(Run(request, TimeProvider.System, cancellationToken));

    private static int Run(SizeRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        PlanningRun run = new("size", request.Output, request.Error, time);
        if (OutputFile.Explain([request.OutputPath, PlannedReport.PlacementsPath(request.OutputPath)], [request.Profiles, request.Services]) is { Count: > 0 } unwritable)
        {
            return run.Refuse(unwritable);
        }

        if (!GpuChoice.TryFind(request.Gpu, out MigGeometry? geometry, out string? problem))
        {
            return run.Refuse(problem);
        }

        (IReadOnlyList<MeasuredSpeed> speeds, IReadOnlyList<string> bad) = SizeFiles.Speeds(request.Profiles, new ProfileNames(geometry), request.Gpu, cancellationToken);
        (IReadOnlyList<SizeScenario> scenarios, IReadOnlyList<string> wrong) = SizeFiles.Services(request.Services, cancellationToken);
        if (bad.Count + wrong.Count > 0)
        {
            return run.Refuse([.. bad, .. wrong]);
        }

        SizingTerms terms = new() { MaxProcesses = request.MaxProcesses, LatencyShare = request.LatencyShare };
        double prepared = run.Prepare(() => Sizer.Size(geometry, speeds, scenarios[0].Services, terms));
        List<PlannedRow> rows = [];
        List<(string Scenario, SizeResult Result)> results = [];
        List<string> refusals = [];
        int done = 0;
        foreach (SizeScenario scenario in scenarios)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (SizeOutcome outcome, double milliseconds) = run.Measure(() => Sizer.Size(geometry, speeds, scenario.Services, terms));
            switch (outcome)
            {
                case SizeOutcome.Sized { Result: SizeResult result }:
                    results.Add((scenario.Name, result));
                    rows.Add(new PlannedRow(scenario.Name, scenario.Services.Count, result.Gpus.Count, result.LowerBound, result.Method, result.ProofMissing, milliseconds));
                    break;
                case SizeOutcome.Refused refused:
                    // What is wrong with the table is wrong in every scenario, and said once.
                    refusals.AddRange(refused.Reasons.Select(reason => SizeFiles.Line(scenario.Name, reason)).Where(line => !refusals.Contains(line)));
                    break;
                default:
                    throw new InvalidOperationException($"Sizing ended as {outcome.GetType().Name}, which this verb does not know.");
            }

            run.Progress(++done, scenarios.Count, scenario.Name);
        }

        return refusals.Count > 0
            ? run.Refuse(refusals)
            : run.Finish(new PlannedReport("scenario", "services", request.Gpu, rows, prepared), request.OutputPath, writer => WritePlacements(results, writer), request.Json);
    }

    private static void WritePlacements(IReadOnlyList<(string Scenario, SizeResult Result)> results, TextWriter writer)
    {
        writer.Write("scenario,gpu,profile,start,service,batch,processes\n");
        foreach ((string scenario, SizeResult result) in results)
        {
            foreach (SizedInstance seat in result.Instances)
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{CsvText.Quoted(scenario)},{seat.Gpu},{seat.Instance.Profile},{seat.Instance.Placement.Start},{CsvText.Quoted(seat.Service)},{seat.Batch},{seat.Processes}\n"));
            }
        }
    }
}
