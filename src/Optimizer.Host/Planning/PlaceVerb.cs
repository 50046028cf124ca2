using System.Globalization;
using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Model.Mig;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;

namespace Optimizer.Host.Planning;

/// <summary>The verb <c>place</c>: requests that come and go, placed by one or more policies, with the moves they make.</summary>
internal static class PlaceVerb
{
    /// <summary>Reads, replays, writes.</summary>
    public static Task<int> RunAsync(PlaceRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Run(request, TimeProvider.System, cancellationToken));

    private static int Run(PlaceRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        PlanningRun run = new("place", request.Output, request.Error, time);
        string movesPath = PlannedReport.MovesPath(request.OutputPath);
        if (OutputFile.Explain([request.OutputPath, movesPath], [request.Requests]) is { Count: > 0 } unwritable)
        {
            return run.Refuse(unwritable);
        }

        if (!GpuChoice.TryFind(request.Gpu, out MigGeometry? geometry, out string? unknown))
        {
            return run.Refuse(unknown);
        }

        PlaceReading reading = PlaceCsv.Read(request.Requests, cancellationToken);
        if (reading is not PlaceReading.Read { Rows: IReadOnlyList<PlaceRow> rows, LeftOut: int leftOut })
        {
            return run.Refuse(((PlaceReading.Refused)reading).Message);
        }

        (IReadOnlyList<OnlineArrival> arrivals, string? problem) = PlaceInputs.Of(request.Requests, rows, geometry);
        if (problem is not null)
        {
            return run.Refuse(problem);
        }

        if (leftOut > 0)
        {
            run.Note($"{request.Requests}: {leftOut} rows left out that do not ask for one GPU");
        }

        List<ReplaySummary> summaries = Replay(request, geometry, arrivals, run, cancellationToken);

        // The moves first: whoever waits for the file that was asked for finds both.
        if (OutputFile.WriteAll(
            (movesPath, writer => PlaceOutputs.WriteMoves(summaries, request.Seed, writer)),
            (request.OutputPath, writer => PlaceOutputs.WriteFigures(summaries, writer))) is string unwritten)
        {
            return run.Refuse(unwritten);
        }

        if (request.Json)
        {
            request.Output.Write(PlaceOutputs.Json(summaries, request.Gpus, request.Gpu, request.Seed));
            return ExitCode.Ok;
        }

        request.Output.Write(PlaceOutputs.Table(summaries));
        request.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{request.OutputPath}: {arrivals.Count} requests on {request.Gpus} GPUs, mean of seeds {request.Seed} to {request.Seed + request.Seeds - 1}; moves in {movesPath}"));
        return ExitCode.Ok;
    }

    private static List<ReplaySummary> Replay(
        PlaceRequest request, MigGeometry geometry, IReadOnlyList<OnlineArrival> arrivals, PlanningRun run, CancellationToken cancellationToken)
    {
        List<ReplaySummary> summaries = [];
        int done = 0, total = request.Loads.Count * request.Policies.Count * request.Seeds;
        foreach (double load in request.Loads)
        {
            foreach (OnlinePolicy policy in request.Policies)
            {
                List<ReplayFigures> runs = [];
                for (int seed = 0; seed < request.Seeds; seed++)
                {
                    runs.Add(OnlineReplay.Run(new ReplayOptions(geometry, request.Gpus, load, request.Seed + seed), arrivals, policy, cancellationToken));
                    run.Progress(++done, total, string.Create(CultureInfo.InvariantCulture, $"{policy.Name} at load {load}"));
                }

                summaries.Add(new ReplaySummary(runs));
            }
        }

        return summaries;
    }
}
