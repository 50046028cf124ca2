namespace Optimizer.Planning.Online.Rules;

/// <summary>Which seat for an instance?</summary>
/// <param name="Fleet">Where it may go.</param>
/// <param name="Profile">Number of its profile.</param>
/// <param name="Class">Its declared class.</param>
/// <param name="AgeSeconds">How long it has run; 0 for a new one.</param>
/// <param name="Mix">Share of each profile in the requests so far.</param>
/// <param name="Outlook">Who will be gone when.</param>
internal sealed record SeatQuery(OnlineFleet Fleet, int Profile, string Class, double AgeSeconds, double[] Mix, Outlook Outlook)
{
    private double[]? _stays;

    /// <summary>Probability that the instance still runs, at each of <see cref="Outlook.Ahead"/>.</summary>
    internal double[] Stays => _stays ??= Outlook.Stays(Class, AgeSeconds);

    /// <summary>GPU on which some slices are promised to another; -1 for none.</summary>
    internal int PromisedGpu { get; init; } = -1;

    /// <summary>One bit per memory slice promised there.</summary>
    internal ulong PromisedSlices { get; init; }

    /// <summary>True when the instance could be created there now.</summary>
    internal bool IsFree(int gpu, Seat seat)
    {
        OnlineGpu on = Fleet.Gpus[gpu];
        return (on.Slices & seat.Slices) == 0
            && (gpu != PromisedGpu || (PromisedSlices & seat.Slices) == 0)
            && Fleet.Table.IsLegal(on.Set | seat.Bit);
    }
}
