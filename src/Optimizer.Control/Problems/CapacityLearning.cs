using NodaTime;
using Optimizer.Control.Demand.Intake;
using Optimizer.Model.Demand;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Capacity;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>Reads from a minute of demand what one replica serves on its seat.</summary>
/// <remarks>
/// A minute teaches only when nobody has to guess whose rate it was: all replicas ready throughout, all on one kind of seat, each alone on it, demand read as requests served.
/// </remarks>
internal static class CapacityLearning
{
    /// <summary>Activity from which a seat is full. At 0.95 well-fed services that could take more would count as full; at 0.99 launch gaps hide that they are.</summary>
    private const double FullFrom = 0.97;

    /// <summary>A rate further from the known one than this, as a ratio, is not believed: a counter that counts refusals, a scrape that missed replicas. Doubled, a broken page teaches eightfold.</summary>
    private const double MostRatio = 4;

    /// <summary>Growth of a served rate that is worth keeping; less would ask for every prediction anew each minute.</summary>
    private const double WorthKeeping = 1.01;

    private static readonly Duration Bin = Duration.FromMinutes(2);

    public static CapacityBook Observe(
        CapacityBook before, ProblemInputs inputs, PlanningProblem problem, IEnumerable<WorkloadDeclaration> managed, HashSet<string> declared, DemandSource demand)
    {
        CapacityBook book = before;
        foreach (WorkloadCapacity known in before.Workloads.AsEnumerable().Where(known => !declared.Contains(known.Workload) && inputs.At - LastHeard(known) > Learning.Remembered))
        {
            book = book.Forget(known.Workload);
        }

        ILookup<string, PresentSeat> seats = PresentSeat.Of(problem.Gpus);
        Dictionary<string, WorkloadNeed> needs = problem.Workloads.ToDictionary(need => need.Name);
        foreach (WorkloadDeclaration one in managed)
        {
            if (one.Gpus <= 0 && one.Demand.Signal == DemandSignal.RequestRate && needs.TryGetValue(one.Name, out WorkloadNeed? need)
                && demand.Series(one.Name, DemandSignal.RequestRate) is { Observed: { } rate and > 0, SeenAt: { } seen } series
                && seen <= inputs.At && inputs.At - seen <= Bin && OneKind(one, inputs, [.. seats[one.Name]], seen) is { } replicas
                && ShapeOf(replicas[0]) is { } shape)
            {
                book = With(book, inputs, one, need, series, shape, replicas, rate / replicas.Length, seen);
            }
        }

        return book;
    }

    private static CapacityBook With(
        CapacityBook book, ProblemInputs inputs, WorkloadDeclaration workload, WorkloadNeed need, SeriesForecast series, ProfileShape shape, PresentSeat[] replicas, double rate, Instant seen)
    {
        bool rates = DemandSource.SignalOf(workload, inputs.Learned.Capacity, FleetModel.Of([replicas[0].Gpu])) == DemandSignal.RequestRate;
        double? known = rates ? need.Options.FirstOrDefault(option => option.Profile == shape.Profile && (option.GpuModel ?? shape.GpuModel) == shape.GpuModel)?.Rate : null;
        if (rate > known * MostRatio || rate < known / MostRatio && series.Saturated)
        {
            return book;
        }

        // What comes to a front door is at least what is served: it may show that a declared rate is too high, never that it is too low.
        double? declared = workload.Capacity.Where(capacity => capacity.Profile == shape.Profile).Select(capacity => (double?)capacity.RequestsPerSecond).FirstOrDefault();
        CapacityPoint? point = book.PointsOf(need.Name).FirstOrDefault(point => point.Shape.GpuModel == shape.GpuModel && point.Shape.Profile == shape.Profile);
        EngineActivity?[] activity = [.. replicas.Select(seat => ActivityOf(inputs.Seen, seat))];
        bool full = series.Saturated || activity.All(one => GpuActivity.Ratio(one) >= FullFrom);
        if (full)
        {
            // One bin is one reading, however many ticks look at it.
            return point?.ObservedAt >= seen || rate < known / MostRatio
                ? book
                : book.ObserveSaturated(need.Name, shape, Math.Min(rate, declared ?? rate), seen, Mean(activity, one => one.SmRatio), Mean(activity, one => one.DramRatio));
        }

        // Only seats that are seen to have room prove that what came was served.
        if (declared is not null || !Array.TrueForAll(activity, static one => GpuActivity.Ratio(one) < FullFrom))
        {
            return book;
        }

        bool news = point?.AtLeast is not { } bound || rate > bound * WorthKeeping || inputs.At - point.AtLeastAt > CapacityBook.BoundLife;
        return news ? book.ObserveServed(need.Name, shape, rate, seen) : book;
    }

    /// <summary>The seats of its replicas, when every one was ready for the whole bin, is alone on its seat and all seats are of one kind; else null.</summary>
    private static PresentSeat[]? OneKind(WorkloadDeclaration declared, ProblemInputs inputs, PresentSeat[] seats, Instant seen)
    {
        Replica[] replicas = [.. inputs.Replicas.Where(replica => replica.Workload == declared.Name && replica.State is not (ReplicaState.Stopped or ReplicaState.Failed))];
        return seats.Length > 0 && replicas.Length == seats.Length
            && Array.TrueForAll(replicas, replica => replica is { State: ReplicaState.Ready, Seat: not null } && !(seen - replica.Since < Bin))
            && Array.TrueForAll(seats, seat => !seat.Pinned && seat.Profile == seats[0].Profile && seat.Gpu.Model == seats[0].Gpu.Model)
            ? seats
            : null;
    }

    private static ProfileShape? ShapeOf(PresentSeat seat)
    {
        ProfileShape? shape = seat.Instance is null ? ProfileShape.WholeGpu(seat.Gpu.Model, seat.Gpu.MemoryBytes)
            : seat.Gpu.Geometry is { } geometry && geometry.FindProfile(seat.Profile) is { } profile ? ProfileShape.Of(seat.Gpu.Model, geometry, profile) : null;
        return shape is { ComputeShare: > 0 and <= 1, MemoryShare: > 0 and <= 1, MemoryBytes: > 0 } ? shape : null;
    }

    private static EngineActivity? ActivityOf(NodeSnapshot seen, PresentSeat seat)
    {
        GpuSnapshot? gpu = seen.Gpus.FirstOrDefault(gpu => gpu.Uuid == seat.Gpu.Uuid);
        return seat.Instance is { } instance
            ? gpu?.Mig?.Instances.FirstOrDefault(one => GpuConditions.PlacedAs(one) is { } placed && placed == instance)?.Activity
            : gpu?.Activity;
    }

    private static double? Mean(EngineActivity?[] activity, Func<EngineActivity, double?> of)
    {
        double[] read = [.. activity.Select(one => one is null ? null : of(one)).OfType<double>().Where(double.IsFinite)];
        return read.Length == activity.Length ? Math.Clamp(read.Average(), 0, 1) : null;
    }

    private static Instant LastHeard(WorkloadCapacity known) =>
        known.Points.Select(point => Instant.Max(point.ObservedAt ?? Instant.MinValue, point.AtLeastAt ?? Instant.MinValue)).DefaultIfEmpty(Instant.MinValue).Max();
}
