using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Capacity;

/// <summary>The seats a workload can have and what it serves on each: observed beats declared, declared beats learned.</summary>
/// <param name="Book">What was declared and seen.</param>
/// <param name="Model">Fills what neither says.</param>
public sealed record SeatRates(CapacityBook Book, CapacityModel Model)
{
    /// <summary>A learned rate less sure than this is no option: the planner would count on less than a fifth of it.</summary>
    private const double MostError = 0.8;

    /// <summary>Options of one replica on the profiles of the GPUs and on whole GPUs, ordered by profile, then GPU model.</summary>
    /// <param name="need">The workload; its own options count as declared and beat what the book has as declared. One that takes whole GPUs by the number keeps them as they are.</param>
    /// <param name="gpus">GPUs of the problem, in any order; GPUs of one model are cut alike.</param>
    /// <param name="now">When; old observations weigh less.</param>
    /// <remarks>Seats with too little memory and seats nothing is known for are left out: unknown is absent. Declared options for profiles of no GPU here are kept.</remarks>
    /// <exception cref="ArgumentException">A declared rate cannot be.</exception>
    public ValueArray<SeatOption> Options(WorkloadNeed need, IEnumerable<GpuState> gpus, Instant now)
    {
        if (need.GpusPerReplica > 0)
        {
            return need.Options;
        }

        ValueArray<CapacityPoint> points = Book.PointsOf(need.Name);
        Seat[] seats = [.. Shapes(gpus).Select(shape => SeatOf(need, points, shape, now))];
        KnownFigures figures = new()
        {
            Kind = need.Kind,
            MemoryBytes = need.MemoryBytes,
            Figures = seats.Select(seat => seat.Figure).OfType<KnownFigure>().ToValueArray(),
        };
        return need.Options.Where(option => seats.All(seat => !Covers(option, seat.Shape)))
            .Concat(seats.Where(seat => Fits(need, seat)).Select(seat => OptionOf(seat, figures)).OfType<SeatOption>())
            .OrderBy(option => option.Profile, StringComparer.Ordinal).ThenBy(option => option.GpuModel, StringComparer.Ordinal)
            .ToValueArray();
    }

    private static IEnumerable<ProfileShape> Shapes(IEnumerable<GpuState> gpus)
    {
        foreach (GpuState gpu in gpus.OrderBy(gpu => gpu.Uuid).DistinctBy(gpu => gpu.Model))
        {
            yield return ProfileShape.WholeGpu(gpu.Model, gpu.MemoryBytes);
            if (gpu.Geometry is { } geometry)
            {
                foreach (MigProfile profile in geometry.Profiles.ToArray())
                {
                    yield return ProfileShape.Of(gpu.Model, geometry, profile);
                }
            }
        }
    }

    private static Seat SeatOf(WorkloadNeed need, ValueArray<CapacityPoint> points, ProfileShape shape, Instant now)
    {
        CapacityPoint? point = points.FirstOrDefault(one => one.Shape.GpuModel == shape.GpuModel && one.Shape.Profile == shape.Profile);
        SeatOption? stated = need.Options.Where(option => Covers(option, shape)).OrderBy(option => option.GpuModel is null).FirstOrDefault();
        double? declared = stated?.Rate ?? point?.Declared;
        double? bound = point?.AtLeastAt is { } since && now - since <= CapacityBook.BoundLife ? point.AtLeast : null;
        double weight = point?.WeightAt(now) ?? 0;
        bool observed = point?.Observed is not null && (declared is null || weight >= CapacityBook.EnoughReadings);

        // Long unseen is still seen: a weight of nothing would be refused.
        double counted = observed ? Math.Max(weight, 0.01) : CapacityBook.EnoughReadings;
        KnownFigure? figure = (observed ? point!.Observed : declared) is { } rate
            ? new KnownFigure(shape, rate, counted) { SmRatio = point?.SmRatio, DramRatio = point?.DramRatio }
            : null;
        return new Seat(shape, stated?.Processes ?? 1, figure, observed, observed ? 0 : stated?.RateError ?? 0, bound);
    }

    private SeatOption? OptionOf(Seat seat, KnownFigures figures)
    {
        SeatOption option = new() { Profile = seat.Shape.Profile, GpuModel = seat.Shape.GpuModel, Rate = 1, Processes = seat.Processes };
        SeatOption? best = seat.Figure is { } known
            ? option with { Rate = known.Rate, RateError = seat.DeclaredError, Source = seat.Observed ? "observed" : "declared" }
            : Model.Predict(figures, seat.Shape) is CapacityAnswer.Predicted { RelativeError: <= MostError } learned
                ? option with { Rate = learned.Rate, RateError = learned.RelativeError, Source = "learned" }
                : null;
        return seat.Bound is { } bound && bound > (best?.CarefulRate ?? 0)
            ? option with { Rate = bound, Source = "observed" }
            : best;
    }

    private static bool Covers(SeatOption option, ProfileShape shape) =>
        option.Profile == shape.Profile && (option.GpuModel is null || option.GpuModel == shape.GpuModel);

    /// <summary>Every process of a replica needs the memory.</summary>
    private static bool Fits(WorkloadNeed need, Seat seat) =>
        need.MemoryBytes is not { } bytes || (UInt128)bytes * (UInt128)Math.Max(1, seat.Processes) <= seat.Shape.MemoryBytes;

    private sealed record Seat(ProfileShape Shape, int Processes, KnownFigure? Figure, bool Observed, double DeclaredError, double? Bound);
}
