using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Problems;

/// <summary>Keeps the highest demand of each minute, as far back as the horizon asks and an hour more.</summary>
internal static class DemandTrails
{
    /// <summary>Longest trail. A day of minutes for 512 workloads is 20 MB; doubled, 40, for a horizon nobody plans with.</summary>
    private static readonly Duration Longest = Duration.FromHours(25);

    public static Duration Kept(Duration horizon) => Duration.Min(Longest, Duration.Max(Duration.Zero, horizon) + Duration.FromHours(1));

    public static ValueArray<DemandTrail> Observe(
        ValueArray<DemandTrail> before, ProblemInputs inputs, IEnumerable<WorkloadDeclaration> managed, DemandSource demand, ValueArray<FleetModel> fleet)
    {
        Instant since = inputs.At - Kept(inputs.Terms.Horizon);
        SortedDictionary<string, DemandTrail> trails = new(StringComparer.Ordinal);
        foreach (DemandTrail trail in before)
        {
            // A clock that stepped back leaves minutes of the future behind; they would outlast every real one.
            DemandTrail kept = trail.Minutes.IsEmpty || (trail.Minutes[0].Minute >= since && trail.Minutes[^1].Minute <= inputs.At)
                ? trail
                : trail with { Minutes = trail.Minutes.Where(minute => minute.Minute >= since && minute.Minute <= inputs.At).ToValueArray() };
            if (!kept.Minutes.IsEmpty)
            {
                trails[trail.Workload] = kept;
            }
        }

        foreach (WorkloadDeclaration declared in managed)
        {
            DemandSignal signal = DemandSource.SignalOf(declared, inputs.Learned.Capacity, fleet);
            if (demand.Series(declared.Name, signal) is { Observed: { } rate, SeenAt: { } seen } && seen <= inputs.At && seen >= since)
            {
                Instant minute = Instant.FromUnixTimeSeconds((long)Math.Floor(seen.ToUnixTimeSeconds() / 60.0) * 60);
                trails[declared.Name] = With(trails.GetValueOrDefault(declared.Name) is { } trail && trail.Signal == signal ? trail : new DemandTrail(declared.Name, []) { Signal = signal }, minute, rate);
            }
        }

        return trails.Values.ToValueArray();
    }

    private static DemandTrail With(DemandTrail trail, Instant minute, double rate)
    {
        if (trail.Minutes.IsEmpty || minute > trail.Minutes[^1].Minute)
        {
            return trail with { Minutes = [.. trail.Minutes.AsEnumerable(), (minute, rate)] };
        }

        // The same bin is read by many ticks; only a higher value, or an older minute that was missing, is news.
        return trail.Minutes.Any(known => known.Minute == minute && known.Rate >= rate)
            ? trail
            : trail with { Minutes = trail.Minutes.Where(known => known.Minute != minute).Append((minute, rate)).OrderBy(known => known.Item1).ToValueArray() };
    }
}
