using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online.Replay;

/// <summary>Replays a list of requests in its order against one policy: Poisson arrivals, each answered at once, none waits.</summary>
/// <remarks>
/// The policy sees what an operator's daemon would: the fleet, the requests and ends so far. How long a request will run is the replay's secret. Pure: the same
/// options and arrivals give the same figures and moves.
/// </remarks>
public static class OnlineReplay
{
    /// <summary>Replays.</summary>
    /// <param name="options">On what and how fast.</param>
    /// <param name="arrivals">The requests, in order; at least one, their profiles known to the geometry.</param>
    /// <param name="policy">How to place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ReplayFigures Run(ReplayOptions options, IReadOnlyList<OnlineArrival> arrivals, OnlinePolicy policy, CancellationToken cancellationToken) =>
        policy.IsBound ? Bound(options, arrivals, policy, cancellationToken) : Place(options, arrivals, policy, cancellationToken);

    /// <summary>When each request comes. Unit: seconds from the start.</summary>
    /// <exception cref="ArgumentException">There is no request, the load is not above 0, or a request's seconds or profile make no sense.</exception>
    public static double[] Times(ReplayOptions options, IReadOnlyList<OnlineArrival> arrivals)
    {
        if (arrivals.Count == 0)
        {
            throw new ArgumentException("There are no requests to replay.", nameof(arrivals));
        }

        if (!(options.Load > 0) || !double.IsFinite(options.Load))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Load, "The load must be above 0.");
        }

        double work = 0;
        foreach (OnlineArrival arrival in arrivals)
        {
            MigProfile profile = options.Geometry.FindProfile(arrival.Request.Profile)
                ?? throw new ArgumentException($"{arrival.Request.Id}: the GPUs have no profile '{arrival.Request.Profile}'.", nameof(arrivals));
            if (!(arrival.Seconds > 0) || !double.IsFinite(arrival.Seconds))
            {
                throw new ArgumentException($"{arrival.Request.Id}: runs for {arrival.Seconds} s, expected more than 0.", nameof(arrivals));
            }

            work += (double)profile.ComputeSlices / options.Geometry.ComputeSlices * arrival.Seconds;
        }

        double rate = options.Load * options.Gpus / (work / arrivals.Count);
        Random random = new(options.Seed);
        double now = 0;
        return [.. arrivals.Select(_ => now -= Math.Log(1 - random.NextDouble()) / rate)];
    }

    private static ReplayFigures Place(ReplayOptions options, IReadOnlyList<OnlineArrival> arrivals, OnlinePolicy policy, CancellationToken cancellationToken)
    {
        // A stream of its own: what a policy draws must not shift the arrivals.
        OnlinePlacer placer = policy.CreatePlacer(new Random(unchecked((options.Seed * 31) + 17)));
        ReplayFleet fleet = new(OnlineFleet.Idle(options.Geometry, options.Gpus));
        ReplayTally tally = new(fleet.Now.Table);
        double[] times = Times(options, arrivals);
        for (int at = 0; at < times.Length; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int ended = fleet.EndUntil(times[at]); ended > 0; ended--)
            {
                tally.Ended();
            }

            tally.Met(fleet.Now);
            bool accepted = false;
            if (placer.Answer(fleet.Now, arrivals[at].Request, fleet.Arrive(arrivals[at].Request, times[at]), times[at]) is OnlineAnswer.Placed placed)
            {
                accepted = true;
                fleet.Start(placed, arrivals[at], times[at]);
                tally.Moves.AddRange(placed.Moves.Select(move => new ReplayMove(times[at], arrivals[at].Request.Id, move)));
            }

            tally.Answered(arrivals[at], accepted);
        }

        return tally.Figures(options, policy);
    }

    private static ReplayFigures Bound(ReplayOptions options, IReadOnlyList<OnlineArrival> arrivals, OnlinePolicy policy, CancellationToken cancellationToken)
    {
        SeatTable table = new(options.Geometry);
        double[] times = Times(options, arrivals);
        int[] profiles = [.. arrivals.Select(arrival => table.ProfileOf(arrival.Request.Profile)).Distinct().Order()];
        CoveringTable covering = new(options.Geometry, profiles);
        ReplayTally tally = new(table);
        int[] alive = new int[profiles.Length];
        PriorityQueue<int, double> ends = new();
        for (int at = 0; at < times.Length; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (ends.TryPeek(out int gone, out double end) && end <= times[at])
            {
                ends.Dequeue();
                alive[gone]--;
            }

            int kind = Array.IndexOf(profiles, table.ProfileOf(arrivals[at].Request.Profile));
            alive[kind]++;
            bool accepted = covering.Fits(alive, options.Gpus);
            if (accepted)
            {
                ends.Enqueue(kind, times[at] + arrivals[at].Seconds);
            }
            else
            {
                alive[kind]--;
            }

            tally.Answered(arrivals[at], accepted);
        }

        return tally.Figures(options, policy);
    }
}
