using System.Globalization;
using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Yaml;
using Optimizer.Model.Mig;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;
using Optimizer.Simulation.Boards;

namespace Optimizer.Host.Planning;

/// <summary>The verb <c>place</c>: requests that come and go, placed by one or more policies, with the moves they make.</summary>
internal static class PlaceVerb
{
    /// <summary>Reads, replays, writes.</summary>
    public static Task<int> RunAsync(PlaceRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Run(request, TimeProvider.System, cancellationToken));

    private static int Run(PlaceRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        string movesPath = request.OutputPath + ".moves.csv";
        if (OutputFile.Explain([request.OutputPath, movesPath], [request.Requests]) is { Count: > 0 } unwritable)
        {
            return Refuse(request, unwritable[0]);
        }

        if (Geometry(request.Gpu, out string? unknown) is not MigGeometry geometry)
        {
            return Refuse(request, unknown!);
        }

        PlaceReading reading = PlaceCsv.Read(request.Requests, cancellationToken);
        if (reading is not PlaceReading.Read { Rows: IReadOnlyList<PlaceRow> rows, LeftOut: int leftOut })
        {
            return Refuse(request, ((PlaceReading.Refused)reading).Message);
        }

        (IReadOnlyList<OnlineArrival> arrivals, string? problem) = PlaceInputs.Of(request.Requests, rows, geometry);
        if (problem is not null)
        {
            return Refuse(request, problem);
        }

        if (leftOut > 0)
        {
            request.Error.WriteLine($"gpu-optimizer place: note: {request.Requests}: {leftOut} rows left out that do not ask for one GPU");
        }

        List<ReplaySummary> summaries = Replay(request, geometry, arrivals, new PlaceProgress(request, time), cancellationToken);

        // The moves first: whoever waits for the file that was asked for finds both.
        if (OutputFile.WriteAll(
            (movesPath, writer => PlaceOutputs.WriteMoves(summaries, request.Seed, writer)),
            (request.OutputPath, writer => PlaceOutputs.WriteFigures(summaries, writer))) is string unwritten)
        {
            return Refuse(request, unwritten);
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
        PlaceRequest request, MigGeometry geometry, IReadOnlyList<OnlineArrival> arrivals, PlaceProgress progress, CancellationToken cancellationToken)
    {
        List<ReplaySummary> summaries = [];
        foreach (double load in request.Loads)
        {
            foreach (OnlinePolicy policy in request.Policies)
            {
                List<ReplayFigures> runs = [];
                for (int seed = 0; seed < request.Seeds; seed++)
                {
                    runs.Add(OnlineReplay.Run(new ReplayOptions(geometry, request.Gpus, load, request.Seed + seed), arrivals, policy, cancellationToken));
                    progress.Done(load, policy.Name);
                }

                summaries.Add(new ReplaySummary(runs));
            }
        }

        return summaries;
    }

    private static MigGeometry? Geometry(string key, out string? problem)
    {
        if (BoardCatalogue.Find(key) is not SimulatedBoard board)
        {
            string[] keys = [.. BoardCatalogue.All.Select(static known => known.Key)];
            string nearest = NearestName.Of(key, keys) is string near ? $" Did you mean '{near}'?" : string.Empty;
            problem = $"no GPU model '{key}'.{nearest} Known: {string.Join(", ", keys)}";
            return null;
        }

        return BoardGeometry.TryCreate(board, out MigGeometry? geometry, out problem) ? geometry : null;
    }

    private static int Refuse(PlaceRequest request, string message)
    {
        request.Error.WriteLine($"gpu-optimizer place: {message}");
        return ExitCode.Refused;
    }
}
