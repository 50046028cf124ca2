using NodaTime;
using Optimizer.Model.Mig;
using Optimizer.Planning.Capacity;
using Optimizer.Planning.Power;
using Optimizer.Planning.Problems;
using static Optimizer.Control.Problems.LearnedJson;

namespace Optimizer.Control.Problems;

/// <summary>Turns what was learned into what is written.</summary>
internal static class LearnedWriter
{
    public static LearnedJson Json(LearnedState state, Instant since) => new(
        LearnedDocument.Version,
        [.. state.Capacity.Workloads.Select(workload => new CapacityJson(workload.Workload, [.. workload.Points.Select(Point)]))],
        [.. state.Power.Select(Power)],
        [.. state.Restarts.Select(restart => new RestartJson(restart.Workload, Ticks(restart.Restart), restart.Measured, [.. restart.Last.Select(Ticks)], restart.HeardAt.ToUnixTimeTicks()))],
        [.. state.Trails.Select(trail => Trail(trail, since)).Where(trail => trail.Minutes.Length > 0)],
        [.. state.Boards.Select(Board)]);

    private static PointJson Point(CapacityPoint point) => new(
        point.Shape.GpuModel, point.Shape.Profile, point.Shape.ComputeShare, point.Shape.MemoryShare, point.Shape.MemoryBytes, point.Declared,
        point.Observed, point.ObservedWeight, point.ObservedAt?.ToUnixTimeTicks(), point.AtLeast, point.AtLeastAt?.ToUnixTimeTicks(), point.SmRatio, point.DramRatio);

    private static PowerJson Power(LearnedPower power)
    {
        PowerFitState fit = power.Fit.Save();
        return new PowerJson(power.Model, Curve(fit.Assumed), Curve(fit.Curve), fit.Readings, fit.Refused, fit.Spikes, fit.CeilingWatts, fit.Scale, [.. fit.Sums.AsEnumerable()]);
    }

    private static TrailJson Trail(DemandTrail trail, Instant since)
    {
        (Instant Minute, double Rate)[] minutes = [.. trail.Minutes.Where(minute => minute.Minute >= since)];
        return new TrailJson(trail.Workload, trail.Signal.ToString(), [.. minutes.Select(minute => minute.Minute.ToUnixTimeTicks())], [.. minutes.Select(minute => minute.Rate)]);
    }

    private static BoardJson Board(LearnedBoard board) => new(
        board.Model, board.MemoryBytes, board.Geometry is { } geometry ? [.. geometry.Profiles.Select(Profile)] : null, board.Geometry?.EngineLimits is { } limits ? Engines(limits) : null);

    private static ProfileJson Profile(MigProfile profile) => new(
        profile.Name, profile.Id, profile.ComputeSlices, profile.MemorySlices, profile.Multiprocessors, profile.MemoryBytes, profile.MaxInstances,
        Engines(profile.Engines), [.. profile.Placements.Select(placement => placement.Start)]);

    private static double[] Curve(PowerCurve curve) => [curve.IdleWatts, curve.MaxWatts, curve.LoadExponent];

    private static int[] Engines(EngineCounts engines) => [engines.Copy, engines.Decoder, engines.Encoder, engines.Jpeg, engines.Ofa];

    private static long Ticks(Duration duration) => duration.BclCompatibleTicks;
}
