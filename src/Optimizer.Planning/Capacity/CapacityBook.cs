using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Planning.Capacity;

/// <summary>What each workload was declared to serve and was seen to serve, by seat. A value: every reading makes a new book, and it can be saved as it is.</summary>
public sealed record CapacityBook
{
    /// <summary>Most workloads; the one heard of longest ago makes room. A node has some 56 instances; doubled, the book takes twice its few megabytes at most.</summary>
    public const int MaxWorkloads = 512;

    /// <summary>Most seats of one workload, all a <see cref="KnownFigures"/> takes.</summary>
    public const int MaxPoints = KnownFigures.MaxFigures;

    /// <summary>Readings at saturation after which observation beats what was declared. One can be a hiccup; twice as many keep a wrong declaration for longer.</summary>
    public const double EnoughReadings = 3;

    /// <summary>Most readings one seat counts for, so that a change shows within as many. Doubled, a new version is believed twice as late.</summary>
    public const double MostReadings = 50;

    /// <summary>Time in which a reading loses half its weight. Doubled, a slower version of a service is overrated for two days.</summary>
    public static readonly Duration HalfLife = Duration.FromHours(24);

    /// <summary>Time for which a rate once served bounds the capacity from below. Doubled, yesterday's version speaks for a fortnight.</summary>
    public static readonly Duration BoundLife = Duration.FromDays(7);

    /// <summary>Workloads ordered by name (ordinal).</summary>
    public ValueArray<WorkloadCapacity> Workloads { get; init; } = [];

    /// <summary>Points of a workload; empty for one never heard of.</summary>
    public ValueArray<CapacityPoint> PointsOf(string workload)
    {
        int place = PlaceOf(workload);
        return place < 0 ? [] : Workloads[place].Points;
    }

    /// <summary>The operator states a rate; it replaces the one stated before.</summary>
    /// <exception cref="ArgumentException">The rate or the shape cannot be.</exception>
    public CapacityBook Declare(string workload, ProfileShape shape, double rate) =>
        With(workload, shape, rate, point => point with { Declared = rate });

    /// <summary>The workload served a rate while it could not have served more: its queue grew or its latency stood at the limit.</summary>
    /// <param name="workload">Which.</param>
    /// <param name="shape">On which seat.</param>
    /// <param name="rate">Mean rate of one replica over the reading; positive.</param>
    /// <param name="at">When; earlier than the last reading counts as at the same time.</param>
    /// <param name="smRatio">SM activity of the seat, 0 to 1; null: not read.</param>
    /// <param name="dramRatio">DRAM activity of the seat, 0 to 1; null: not read.</param>
    /// <exception cref="ArgumentException">A figure cannot be.</exception>
    public CapacityBook ObserveSaturated(string workload, ProfileShape shape, double rate, Instant at, double? smRatio = null, double? dramRatio = null)
    {
        if (smRatio is not (null or (>= 0 and <= 1)) || dramRatio is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentException(
                $"Activity of {workload} on {shape.Profile} must lie in 0 to 1; got SM {smRatio} and DRAM {dramRatio}. Leave out what was not read.", nameof(smRatio));
        }

        return With(workload, shape, rate, point =>
        {
            double before = Math.Min(point.WeightAt(at), MostReadings - 1), weight = before + 1;
            return point with
            {
                Observed = Mean(point.Observed, rate),
                ObservedWeight = weight,
                ObservedAt = point.ObservedAt is { } last ? Instant.Max(last, at) : at,
                SmRatio = smRatio is { } sm ? Mean(point.SmRatio, sm) : point.SmRatio,
                DramRatio = dramRatio is { } dram ? Mean(point.DramRatio, dram) : point.DramRatio,
            };

            double Mean(double? past, double now) => past is { } value ? value + (now - value) / weight : now;
        });
    }

    /// <summary>The workload served a rate within its latency limit, so its capacity is at least that.</summary>
    /// <exception cref="ArgumentException">The rate or the shape cannot be.</exception>
    public CapacityBook ObserveServed(string workload, ProfileShape shape, double rate, Instant at) => With(workload, shape, rate, point =>
        point.AtLeast is { } bound && bound > rate && point.AtLeastAt is { } since && at - since <= BoundLife
            ? point
            : point with { AtLeast = rate, AtLeastAt = at });

    /// <summary>Without a workload, for example after it was removed.</summary>
    public CapacityBook Forget(string workload) => this with { Workloads = Workloads.Where(one => one.Workload != workload).ToValueArray() };

    private CapacityBook With(string workload, ProfileShape shape, double rate, Func<CapacityPoint, CapacityPoint> change)
    {
        if (string.IsNullOrEmpty(workload))
        {
            throw new ArgumentException("A rate needs the name of its workload; got none.", nameof(workload));
        }

        if (shape.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(shape));
        }

        if (!(rate > 0 && double.IsFinite(rate)))
        {
            throw new ArgumentException($"The rate of {workload} on {shape.Profile} must be positive and finite; got {rate}. Leave an unknown rate out.", nameof(rate));
        }

        List<CapacityPoint> points = [.. PointsOf(workload)];
        int place = points.FindIndex(point => point.Shape.GpuModel == shape.GpuModel && point.Shape.Profile == shape.Profile);
        CapacityPoint changed = change(place < 0 ? new CapacityPoint { Shape = shape } : points[place] with { Shape = shape });
        if (place >= 0)
        {
            points.RemoveAt(place);
        }

        if (points.Count == MaxPoints)
        {
            points.Remove(points.MinBy(LastHeard)!);
        }

        points.Add(changed);
        return Replace(new WorkloadCapacity(workload, points
            .OrderBy(point => point.Shape.GpuModel, StringComparer.Ordinal).ThenBy(point => point.Shape.Profile, StringComparer.Ordinal).ToValueArray()));
    }

    private CapacityBook Replace(WorkloadCapacity changed)
    {
        List<WorkloadCapacity> workloads = [.. Workloads.Where(one => one.Workload != changed.Workload)];
        if (workloads.Count >= MaxWorkloads)
        {
            workloads.Remove(workloads.MinBy(one => one.Points.Max(LastHeard))!);
        }

        workloads.Add(changed);
        return this with { Workloads = workloads.OrderBy(one => one.Workload, StringComparer.Ordinal).ToValueArray() };
    }

    /// <summary>What was only declared was heard of at the beginning of time, and is the first to go: it can be declared again.</summary>
    private static Instant LastHeard(CapacityPoint point) =>
        Instant.Max(point.ObservedAt ?? Instant.MinValue, point.AtLeastAt ?? Instant.MinValue);

    private int PlaceOf(string workload)
    {
        for (int place = 0; place < Workloads.Count; place++)
        {
            if (Workloads[place].Workload == workload)
            {
                return place;
            }
        }

        return -1;
    }
}
