namespace Optimizer.Planning.Online.Replay;

/// <summary>Replays of one policy at one load over several seeds: means, each seed counted once.</summary>
/// <param name="Runs">The replays, by seed; at least one, all of one policy and load.</param>
public sealed record ReplaySummary(IReadOnlyList<ReplayFigures> Runs)
{
    /// <summary>Policy by name.</summary>
    public string Policy => Runs[0].Policy;

    /// <summary>Offered load.</summary>
    public double OfferedLoad => Runs[0].OfferedLoad;

    /// <summary>Mean of a figure; null where a run does not have it.</summary>
    public double? Mean(Func<ReplayFigures, double?> figure) => Runs.Average(figure) is double mean && Runs.All(run => figure(run) is not null) ? mean : null;

    /// <summary>Mean of a figure's difference to another policy on the same seeds, and the standard error of that mean; the error is null for one seed.</summary>
    public (double Difference, double? Error) Against(ReplaySummary other, Func<ReplayFigures, double> figure)
    {
        double[] differences = [.. Runs.Zip(other.Runs, (own, its) => figure(own) - figure(its))];
        double mean = differences.Average();
        double squares = differences.Sum(difference => (difference - mean) * (difference - mean));
        return (mean, differences.Length > 1 ? Math.Sqrt(squares / (differences.Length - 1) / differences.Length) : null);
    }
}
