using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Mig;
using Optimizer.Planning.Capacity;
using Optimizer.Planning.Power;
using Optimizer.Planning.Problems;
using static Optimizer.Control.Problems.LearnedJson;

namespace Optimizer.Control.Problems;

/// <summary>Turns what was written into what was learned; throws <see cref="InvalidDataException"/> on what cannot be.</summary>
internal static class LearnedReader
{
    public static LearnedState State(LearnedJson json) => new()
    {
        Capacity = new CapacityBook
        {
            Workloads = Ordered(json.Capacity, one => one.Workload, "workload", CapacityBook.MaxWorkloads)
                .Select(one => new WorkloadCapacity(one.Workload, Points(one.Points))).ToValueArray(),
        },
        Power = Ordered(json.Power, one => one.Model, "power curve", 64).Select(Power).ToValueArray(),
        Restarts = Ordered(json.Restarts, one => one.Workload, "restart", 10_000).Select(Restart).ToValueArray(),
        Trails = Ordered(json.Trails, one => one.Workload, "trail", 10_000).Select(Trail).ToValueArray(),
        Boards = Ordered(json.Boards, one => one.Model, "board", 64).Select(Board).ToValueArray(),
    };

    private static T[] Ordered<T>(T[] items, Func<T, string> name, string what, int most)
    {
        Whole(items);
        T[] ordered = [.. items.OrderBy(name, StringComparer.Ordinal)];
        Require(ordered.Length <= most && ordered.Select(name).Distinct().Count() == ordered.Length && !ordered.Any(one => string.IsNullOrEmpty(name(one))), $"a {what} without a name of its own");
        return ordered;
    }

    private static ValueArray<CapacityPoint> Points(PointJson[] points)
    {
        Whole(points);
        Require(points.Length <= CapacityBook.MaxPoints && points.DistinctBy(point => (point.Model, point.Profile)).Count() == points.Length, "seats named twice");
        return points.OrderBy(point => point.Model, StringComparer.Ordinal).ThenBy(point => point.Profile, StringComparer.Ordinal).Select(Point).ToValueArray();
    }

    private static CapacityPoint Point(PointJson point)
    {
        Require(
            point.Model.Length > 0 && point.Profile.Length > 0 && IsShare(point.ComputeShare) && IsShare(point.MemoryShare) && point.MemoryBytes > 0
            && IsRate(point.Declared) && IsRate(point.Observed) && IsRate(point.AtLeast) && point.ObservedWeight is >= 0 and <= CapacityBook.MostReadings
            && (point.Observed is null) == (point.ObservedAt is null) && (point.AtLeast is null) == (point.AtLeastAt is null) && IsRatio(point.SmRatio) && IsRatio(point.DramRatio),
            $"a figure of {point.Profile} on {point.Model} that cannot be");
        return new CapacityPoint
        {
            Shape = new ProfileShape
            {
                GpuModel = point.Model, Profile = point.Profile, ComputeShare = point.ComputeShare, MemoryShare = point.MemoryShare, MemoryBytes = point.MemoryBytes,
            },
            Declared = point.Declared,
            Observed = point.Observed,
            ObservedWeight = point.ObservedWeight,
            ObservedAt = At(point.ObservedAt),
            AtLeast = point.AtLeast,
            AtLeastAt = At(point.AtLeastAt),
            SmRatio = point.SmRatio,
            DramRatio = point.DramRatio,
        };
    }

    private static LearnedPower Power(PowerJson power)
    {
        Require(power.Assumed.Length == 3 && power.Curve.Length == 3, $"a power curve of {power.Model} that is none");
        return new LearnedPower(power.Model, PowerFit.Restore(new PowerFitState(
            Curve(power.Assumed), Curve(power.Curve), power.Readings, power.Refused, power.Spikes, power.CeilingWatts, power.Scale, power.Sums.ToValueArray())));
    }

    private static LearnedRestart Restart(RestartJson restart)
    {
        Require(restart.Restart >= 0 && restart.Measured >= 0 && restart.Last.Length <= Learning.LastRestarts && Array.TrueForAll(restart.Last, one => one >= 0), $"a restart of {restart.Workload} that cannot be");
        return new LearnedRestart(restart.Workload, Duration.FromTicks(restart.Restart), restart.Measured)
        {
            Last = restart.Last.Select(ticks => Duration.FromTicks(ticks)).ToValueArray(), HeardAt = At(restart.HeardAt)!.Value,
        };
    }

    private static DemandTrail Trail(TrailJson trail)
    {
        Require(
            trail.Minutes.Length == trail.Rates.Length && trail.Minutes.Zip(trail.Minutes.Skip(1)).All(pair => pair.First < pair.Second)
            && Array.TrueForAll(trail.Rates, rate => double.IsFinite(rate) && rate >= 0) && Enum.TryParse(trail.Signal, out DemandSignal _),
            $"demand of {trail.Workload} that cannot be");
        return new DemandTrail(trail.Workload, trail.Minutes.Zip(trail.Rates, (minute, rate) => (At(minute)!.Value, rate)).ToValueArray()) { Signal = Enum.Parse<DemandSignal>(trail.Signal) };
    }

    private static LearnedBoard Board(BoardJson board)
    {
        Whole(board.Profiles ?? []);
        MigGeometry? geometry = null;
        string? problem = null;
        Require(
            board.Profiles is null || MigGeometry.TryCreate(board.Profiles.Select(Profile), board.Engines is { } engines ? Engines(engines) : null, out geometry, out problem),
            $"profiles of {board.Model} that make no sense ({problem})");
        return new LearnedBoard(board.Model, geometry, board.MemoryBytes);
    }

    private static MigProfile Profile(ProfileJson profile) => new()
    {
        Name = profile.Name,
        Id = profile.Id,
        ComputeSlices = profile.ComputeSlices,
        MemorySlices = profile.MemorySlices,
        Multiprocessors = profile.Multiprocessors,
        MemoryBytes = profile.MemoryBytes,
        MaxInstances = profile.MaxInstances,
        Engines = Engines(profile.Engines),
        Placements = profile.Starts.Select(start => new Placement(start, profile.MemorySlices)).ToValueArray(),
    };

    private static EngineCounts Engines(int[] counts)
    {
        Require(counts.Length == 5, "engines that are not five counts");
        return new EngineCounts(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    private static PowerCurve Curve(double[] curve) => new(curve[0], curve[1], curve[2]);

    private static Instant? At(long? ticks) => ticks is { } known ? Instant.FromUnixTimeTicks(known) : null;

    private static bool IsShare(double value) => value is > 0 and <= 1;

    private static bool IsRate(double? value) => value is null || (double.IsFinite(value.Value) && value > 0);

    private static bool IsRatio(double? value) => value is null or (>= 0 and <= 1);

    private static void Whole<T>(T[] items) => Require(!Array.Exists(items, item => item is null), "a null where something belongs");

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"it has {what}");
        }
    }
}
