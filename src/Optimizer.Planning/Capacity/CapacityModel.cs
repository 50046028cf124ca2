using Optimizer.Model.Workloads;

namespace Optimizer.Planning.Capacity;

/// <summary>Predicts what a workload serves on a profile it has not run on, from its rates on others, with the error of doing so.</summary>
/// <remarks>Immutable, deterministic and safe to share between threads. The first use of <see cref="Default"/> learns from the embedded tables.</remarks>
public sealed class CapacityModel
{
    /// <summary>Bandwidth share an unknown workload is held to depend on when a seat's memory is out of step with its compute. Not measured: no public table has it.</summary>
    private const double MemoryDoubt = 0.3;

    /// <summary>Memory out of step by less than this is left alone: boards differ by 18 %, double-memory profiles by 100 %.</summary>
    private const double InStep = 1.3;

    /// <summary>Added to the error of a profile between the measured ones: striking 3g from the tables costs 0.036 of the whole GPU's speed.</summary>
    internal const double BetweenDoubt = 0.05;

    /// <summary>A profile is between the measured ones when its compute share is further than this from all of theirs, as a ratio.</summary>
    private const double AtMeasured = 1.1;

    /// <summary>A whole A100 has 108 multiprocessors, its widest profile 98.</summary>
    private const double WholeGpuDoubt = 0.1;

    /// <summary>Profiles of one size under two names, for example with media engines, differ by noise alone.</summary>
    private const double TwinDoubt = 0.02;

    private static readonly Lazy<CapacityModel> Shared = new(static () => new CapacityModel(SpeedTables.Read()));

    private readonly CurveBlend _blend;
    private readonly ErrorTable _errors;

    internal CapacityModel(SpeedCurve[] curves)
    {
        _blend = new CurveBlend(curves);
        _errors = ErrorTable.Learn(curves, _blend.Predict);
    }

    /// <summary>The model that the embedded tables teach; learned once, on first use.</summary>
    public static CapacityModel Default => Shared.Value;

    /// <summary>What a workload serves on a profile.</summary>
    /// <param name="known">Its figures; only those on the target's GPU model are used, because rates do not carry over between models.</param>
    /// <param name="target">The profile asked for.</param>
    /// <returns>A known profile answers with its own rate and no error; without a figure on the target's GPU model the answer is unknown.</returns>
    /// <exception cref="ArgumentException">A figure or the shape cannot be; says which, what was seen and what is legal.</exception>
    public CapacityAnswer Predict(KnownFigures known, ProfileShape target)
    {
        if (known.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(known));
        }

        if (target.FindProblem() is { } shapeProblem)
        {
            throw new ArgumentException(shapeProblem, nameof(target));
        }

        if (known.MemoryBytes is { } needed && needed > target.MemoryBytes)
        {
            return new CapacityAnswer.TooSmall(needed, target.MemoryBytes);
        }

        // Sorted, so that the order of figures cannot change a last digit.
        KnownFigure[] figures =
        [
            .. known.Figures.Where(figure => figure.Shape.GpuModel == target.GpuModel)
                .OrderBy(figure => figure.Shape.ComputeShare).ThenBy(figure => figure.Shape.MemoryShare).ThenBy(figure => figure.Shape.Profile, StringComparer.Ordinal),
        ];
        if (figures.Length == 0)
        {
            return new CapacityAnswer.Unknown(known.Figures.IsEmpty
                ? $"No rate is known on any profile. Declare or observe one on {target.GpuModel}."
                : $"Rates are known on other GPU models only, and do not carry over. Declare or observe one on {target.GpuModel}.");
        }

        if (figures.FirstOrDefault(figure => figure.Shape.Profile == target.Profile) is { } same)
        {
            return new CapacityAnswer.Predicted(same.Rate, 0, figures.Length);
        }

        if (figures.FirstOrDefault(figure => figure.Shape.ComputeShare == target.ComputeShare && figure.Shape.MemoryShare == target.MemoryShare) is { } twin)
        {
            return new CapacityAnswer.Predicted(twin.Rate, twin.Shape.IsWholeGpu || target.IsWholeGpu ? WholeGpuDoubt : TwinDoubt, figures.Length);
        }

        return Blend(known, figures, target);
    }

    private CapacityAnswer Blend(KnownFigures known, KnownFigure[] figures, ProfileShape target)
    {
        double mean = figures.Average(figure => figure.Weight);
        CapacityQuery query = new()
        {
            Training = known.Kind != DeclaredKind.Inference,
            LogShares = [.. figures.Select(figure => Math.Log(figure.Shape.ComputeShare))],
            LogRates = [.. figures.Select(figure => Math.Log(figure.Rate))],
            Weights = [.. figures.Select(figure => figure.Weight / mean)],
            Activity = [.. figures.Select(figure => figure.SmRatio ?? double.NaN)],
            SmallestSlices = SmallestSlices(known.MemoryBytes),
            Target = Math.Log(target.ComputeShare),
        };
        double log = _blend.Predict(query);
        if (double.IsNaN(log))
        {
            return new CapacityAnswer.Unknown($"{target.Profile} on {target.GpuModel} is outside the profiles ever measured. Declare or observe its rate.");
        }

        (double factor, double doubt) = OutOfStep(figures, target);
        double between = Array.Exists(SpeedTables.Profiles, slices => Math.Abs(query.Target - Math.Log(slices / 7.0)) <= Math.Log(AtMeasured)) ? 0 : BetweenDoubt;
        return new CapacityAnswer.Predicted(Math.Exp(log) * factor, 1 - (1 - _errors.Of(query)) * (1 - doubt) * (1 - between), figures.Length);
    }

    /// <summary>Seats with more or less memory than their compute goes with: bandwidth time scales with DRAM activity where it was read, else the error widens.</summary>
    private static (double Factor, double Doubt) OutOfStep(KnownFigure[] figures, ProfileShape target)
    {
        KnownFigure nearest = figures.MinBy(figure => Math.Abs(Math.Log(figure.Shape.ComputeShare / target.ComputeShare)))!;
        double ratio = Step(target) / Step(nearest.Shape);
        if (ratio is < InStep and > 1 / InStep)
        {
            return (1, 0);
        }

        return nearest.DramRatio is { } dram
            ? (1 / (1 - dram + dram / ratio), 0)
            : (1, 1 - 1 / (1 - MemoryDoubt + MemoryDoubt * Math.Max(ratio, 1 / ratio)));
    }

    /// <summary>Memory share over the one that measured profiles of its compute share have.</summary>
    private static double Step(ProfileShape shape)
    {
        double sevenths = shape.ComputeShare * 7;
        double usual = sevenths switch { <= 2 => sevenths / 8, <= 3 => 0.25 + (sevenths - 2) / 4, <= 4 => 0.5, _ => 0.5 + (sevenths - 4) / 6 };
        return shape.MemoryShare / usual;
    }

    /// <summary>The smallest A100-40GB profile a training job of this size runs on; the tables say no more of memory.</summary>
    private static int SmallestSlices(ulong? bytes) => bytes switch
    {
        null => 0,
        <= 4864UL << 20 => 1,
        <= 9856UL << 20 => 2,
        _ => 3,
    };
}
