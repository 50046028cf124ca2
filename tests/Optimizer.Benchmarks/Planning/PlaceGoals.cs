using System.Globalization;
using Optimizer.Host.Planning;
using Optimizer.Model.Mig;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Online placement against its baselines on the same arrivals: differences with their standard errors.</summary>
internal static class PlaceGoals
{
    internal const int Gpus = 64;
    internal static readonly double[] Loads = [0.7, 0.9, 1.0, 1.3];
    private const int Seeds = 20, FirstSeed = 300;

    /// <summary>Replays a list of requests; the list is the caller's own.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        int at = Array.IndexOf(arguments, "--pods");
        if (at < 0 || at + 1 >= arguments.Length)
        {
            await Console.Error.WriteLineAsync("plan-place needs --pods FILE: a CSV file of requests as the verb place takes it");
            return 2;
        }

        (MigGeometry geometry, IReadOnlyList<OnlineArrival> arrivals, string? problem) = Read(arguments[at + 1], cancellationToken);
        if (problem is not null)
        {
            await Console.Error.WriteLineAsync(problem);
            return 1;
        }

        foreach (double load in Loads)
        {
            ReplaySummary[] summaries = [.. OnlinePolicies.All.Select(policy => new ReplaySummary(
                [.. Enumerable.Range(FirstSeed, Seeds).Select(seed => OnlineReplay.Run(new ReplayOptions(geometry, Gpus, load, seed), arrivals, policy, cancellationToken))]))];
            await Console.Out.WriteLineAsync(Text(load, summaries));
        }

        return 0;
    }

    /// <summary>The public pods as the verb reads them, or why not.</summary>
    internal static (MigGeometry Geometry, IReadOnlyList<OnlineArrival> Arrivals, string? Problem) Read(string path, CancellationToken cancellationToken)
    {
        if (!GpuChoice.TryFind("h100-80gb-sxm", out MigGeometry? geometry, out string? problem))
        {
            throw new InvalidOperationException(problem);
        }

        PlaceReading reading = PlaceCsv.Read(path, cancellationToken);
        (IReadOnlyList<OnlineArrival> arrivals, problem) = reading is PlaceReading.Read read ? PlaceInputs.Of(path, read.Rows, geometry) : ([], ((PlaceReading.Refused)reading).Message);
        return (geometry, arrivals, problem);
    }

    private static string Text(double load, ReplaySummary[] summaries)
    {
        ReplaySummary Named(string name) => summaries.Single(summary => summary.Policy == name);
        string Row(ReplaySummary summary)
        {
            (double value, double? valueError) = Named("value").Against(summary, static run => run.AcceptedPercent);
            (double moves, double? movesError) = Named("value-moves").Against(summary, static run => run.AcceptedPercent);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{load:0.0} {summary.Policy,-24} {summary.Mean(static run => run.AcceptedPercent):0.00} {summary.Mean(static run => run.AcceptedGpcTimePercent):0.00} {summary.Mean(static run => run.AcceptedWholePercent):0.00} {summary.Mean(static run => run.MovesPer100Accepted):0.00} | value {value:+0.00;-0.00} ({valueError:0.00}) | value-moves {moves:+0.00;-0.00} ({movesError:0.00})");
        }

        return string.Join('\n', summaries.Select(Row));
    }
}
