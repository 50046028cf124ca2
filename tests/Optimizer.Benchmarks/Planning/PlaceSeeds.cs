using System.Globalization;
using Optimizer.Model.Mig;
using Optimizer.Planning.Online;
using Optimizer.Planning.Online.Replay;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Chooses the default seeds of the verb place: where policies that need no thought accept what a table of reference figures says. Looks at no other policy.</summary>
internal static class PlaceSeeds
{
    private const int Seeds = 200, Run = 3;

    // As the verb names them; a table writes underscores.
    private static readonly string[] Plain = ["random", "first-fit-low", "first-fit", "best-fit"];

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string? pods = Value(arguments, "--pods"), table = Value(arguments, "--reference");
        if (pods is null || table is null)
        {
            await Console.Error.WriteLineAsync("plan-place-seeds needs --pods FILE and --reference FILE: requests, and the figures to come near (offered_load, policy, accepted_percent first)");
            return 2;
        }

        (MigGeometry geometry, IReadOnlyList<OnlineArrival> arrivals, string? problem) = PlaceGoals.Read(pods, cancellationToken);
        if (problem is not null)
        {
            await Console.Error.WriteLineAsync(problem);
            return 1;
        }

        Dictionary<(string, string), double> reference = File.ReadLines(table).Skip(1).Select(static line => line.Split(','))
            .ToDictionary(static row => (row[0], row[1].Replace('_', '-')), static row => double.Parse(row[2], CultureInfo.InvariantCulture));
        double[] squares = new double[Seeds - Run + 1];
        await Console.Out.WriteLineAsync("load policy         mean  deviation of three seeds' mean  reference");
        foreach (double load in PlaceGoals.Loads)
        {
            foreach (string policy in Plain)
            {
                double wanted = reference[(load.ToString("0.0", CultureInfo.InvariantCulture), policy)];
                double[] accepted = [.. Enumerable.Range(1, Seeds).Select(seed =>
                    OnlineReplay.Run(new ReplayOptions(geometry, PlaceGoals.Gpus, load, seed), arrivals, OnlinePolicies.Find(policy)!, cancellationToken).AcceptedPercent)];
                for (int at = 0; at < squares.Length; at++)
                {
                    squares[at] += Math.Pow(accepted.Skip(at).Take(Run).Average() - wanted, 2);
                }

                double mean = accepted.Average(), error = Math.Sqrt(accepted.Sum(value => (value - mean) * (value - mean)) / (Seeds - 1) / Run);
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{load:0.0}  {policy,-14} {mean:0.00} {error:0.00} {wanted:0.00} ({(wanted - mean) / error:+0.0;-0.0})"));
            }
        }

        foreach ((int at, double sum) in squares.Index().Select(static one => (one.Index, one.Item)).OrderBy(static one => one.Item).ThenBy(static one => one.Index).Take(5))
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"seeds {at + 1} to {at + Run}: squares {sum:0.00}, root of their mean {Math.Sqrt(sum / (Plain.Length * PlaceGoals.Loads.Length)):0.00} points"));
        }

        return 0;
    }

    private static string? Value(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is int at && at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
}
