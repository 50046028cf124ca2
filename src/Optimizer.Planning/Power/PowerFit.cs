using System.Globalization;
using Optimizer.Model.Collections;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Power;

/// <summary>Refines the power curve of one GPU model, or of one board, from its meter: idle, full load and exponent.</summary>
/// <remarks>
/// Board watts = idle + (max - idle) x sum of share x load^exponent. For a given exponent that is a line, so least squares over discounted sums is exact
/// and recursive; a grid of exponents is kept side by side and the one that fits best is taken. The assumed curve counts as readings that are never
/// forgotten, as many as its spread is worth. A reading far off counts little; when such readings go on, the scale of errors grows and they are believed.
/// Immutable; the same readings in the same order give the same fit.
/// </remarks>
public sealed record PowerFit
{
    /// <summary>How far idle and full load may lie from the assumed ones, as standard deviations in shares of full load. Doubled, the first hot minutes move full load; halved, a wrong assumption takes four times the readings to leave.</summary>
    private const double IdleSpread = 0.04, MaxSpread = 0.15;

    /// <summary>Readings that tell as much as one: neighbours share their kernels and their errors. Doubled, it is sure half as soon; at 1, a minute of one job passes for certainty.</summary>
    private const double Alike = 10;

    /// <summary>Readings remembered on average. Doubled, a new cooler or power limit takes twice as long to show; halved, a quiet night forgets full load.</summary>
    private const double Memory = 5000;

    /// <summary>Readings behind the scale of errors. Doubled, persistent surprises are believed half as fast.</summary>
    private const double ScaleMemory = 100;

    /// <summary>Scales of error beyond which a reading counts less. Doubled, one spike pulls twice as hard.</summary>
    private const double Spike = 3;

    /// <summary>Smallest scale of errors: boards' meters are no better than a few watts. At 0, a perfect run of readings would make the next one a spike.</summary>
    private const double LeastScaleWatts = 3;

    /// <summary>Most a board may draw for a reading to be taken. Twice the largest board of today; doubled, a meter's wild value costs little more.</summary>
    private const double MostWatts = 3000;

    /// <summary>Readings below which the curve counts as assumed.</summary>
    private const long FewReadings = 30;

    private const double LeastExponent = 0.3, MostExponent = 1.5, ExponentStep = 0.05;

    /// <summary>How far exponents were found to lie from the assumed one, as a standard deviation: it keeps the assumed one where loads do not tell.</summary>
    private const double ExponentSpread = 0.3;

    private static readonly double[] Exponents =
        [.. Enumerable.Range(0, (int)Math.Round((MostExponent - LeastExponent) / ExponentStep) + 1).Select(step => Math.Round(LeastExponent + (step * ExponentStep), 2))];

    private PowerFit(PowerCurve assumed)
    {
        Assumed = assumed;
        Curve = assumed;
        CeilingWatts = assumed.MaxWatts;
        Scale = Math.Max(LeastScaleWatts, assumed.MaxWatts * 0.1);
        Moments = Exponents.Select(_ => default(PowerMoments)).ToValueArray();
    }

    /// <summary>What it began with.</summary>
    public PowerCurve Assumed { get; }

    /// <summary>The curve as known now: idle from 0, full load at least idle and at most <see cref="CeilingWatts"/>, exponent 0.3 to 1.5.</summary>
    public PowerCurve Curve { get; private init; }

    /// <summary>Readings taken.</summary>
    public long Readings { get; private init; }

    /// <summary>Readings refused: not finite, negative, more than any board draws, or loads and shares no GPU can have.</summary>
    public long Refused { get; private init; }

    /// <summary>Readings taken that were far off and counted little.</summary>
    public long Spikes { get; private init; }

    /// <summary>Full load is never put above this: the assumed one, or the highest reading that was no spike. Unit: watts.</summary>
    public double CeilingWatts { get; private init; }

    /// <summary>Typical distance of a new reading from the curve before it was taken, spikes cut. Unit: watts. Null before enough readings.</summary>
    public double? ErrorWatts => Readings < FewReadings ? null : Scale;

    /// <summary>Standard error of full load. Unit: watts. Null before enough readings, or when loads lie too close together to say.</summary>
    public double? MaxErrorWatts => ErrorWatts * Math.Sqrt(Alike) * Moments[Index(Curve.LoadExponent)].ErrorAtFullLoad();

    /// <summary>How far it rests on measurements.</summary>
    public PowerStanding Standing =>
        Readings < FewReadings ? PowerStanding.Assumed
        : MaxErrorWatts * 2 <= Curve.MaxWatts / 20 ? PowerStanding.Fitted
        : PowerStanding.Refined;

    /// <summary>What a person should know of it, one clause.</summary>
    public string Sentence => Readings < FewReadings
        ? string.Create(CultureInfo.InvariantCulture, $"assumed: idle {Curve.IdleWatts:0} W, full load {Curve.MaxWatts:0} W ({Readings} readings)")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(Standing == PowerStanding.Fitted ? "fitted" : "refined")}: idle {Curve.IdleWatts:0} W, full load {Curve.MaxWatts:0} W{(MaxErrorWatts is { } error ? $" ± {error:0.#}" : "")}, exponent {Curve.LoadExponent:0.00}, readings off by {ErrorWatts:0.#} W ({Readings} readings)");

    private double Scale { get; init; }

    private ValueArray<PowerMoments> Moments { get; init; }

    /// <summary>Begins with an assumed curve, for example of <see cref="PowerPriors"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Idle is not from 0 to full load, full load not positive and finite, or the exponent not from 0.3 to 1.5.</exception>
    public static PowerFit From(PowerCurve assumed)
    {
        if (!(assumed.IdleWatts >= 0 && assumed.IdleWatts <= assumed.MaxWatts && assumed.MaxWatts is > 0 and <= MostWatts)
            || assumed.LoadExponent is not (>= LeastExponent and <= MostExponent))
        {
            throw new ArgumentOutOfRangeException(nameof(assumed), assumed, "idle is from 0 to full load, full load above 0 and at most 3000 W, the exponent from 0.3 to 1.5");
        }

        return new PowerFit(assumed);
    }

    /// <summary>Board power of a curve under load. Unit: watts.</summary>
    public static double Watts(PowerCurve curve, ValueArray<InstanceLoad> instances) =>
        Math.Min(curve.MaxWatts, curve.IdleWatts + ((curve.MaxWatts - curve.IdleWatts) * Work(instances, curve.LoadExponent)));

    /// <summary>With one reading more.</summary>
    public PowerFit With(PowerObservation seen)
    {
        if (!Plausible(seen))
        {
            return this with { Refused = Refused + 1 };
        }

        double off = Math.Abs(seen.BoardWatts - Watts(Curve, seen.Instances));
        bool spike = off > Spike * Scale;
        double weight = spike ? Spike * Scale / off : 1;
        double counted = Math.Min(off, Spike * Scale);
        PowerFit next = this with
        {
            Readings = Readings + 1,
            Spikes = Spikes + (spike ? 1 : 0),
            CeilingWatts = spike ? CeilingWatts : Math.Max(CeilingWatts, seen.BoardWatts),
            Scale = Math.Max(LeastScaleWatts, Math.Sqrt((Scale * Scale * (1 - (1 / ScaleMemory))) + (counted * counted / ScaleMemory))),
            Moments = Moments.Select((moments, index) => moments.With(Work(seen.Instances, Exponents[index]), seen.BoardWatts, weight, 1 - (1 / Memory))).ToValueArray(),
        };
        return next with { Curve = next.Solve() };
    }

    /// <summary>For keeping; <see cref="Restore"/> goes on from it as if nothing had happened.</summary>
    public PowerFitState Save() => new(
        Assumed, Curve, Readings, Refused, Spikes, CeilingWatts, Scale,
        Moments.SelectMany(moments => new[] { moments.Weight, moments.X, moments.XX, moments.Y, moments.XY, moments.YY }).ToValueArray());

    /// <summary>Goes on from what <see cref="Save"/> gave.</summary>
    /// <exception cref="ArgumentException">It is no state of a fit: a number missing, not finite or out of range.</exception>
    public static PowerFit Restore(PowerFitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        PowerFit began = From(state.Assumed), was = From(state.Curve);
        if (state.Sums.Count != Exponents.Length * 6 || state.Sums.Any(sum => !(sum >= 0 && double.IsFinite(sum)))
            || !(state.CeilingWatts >= was.Curve.MaxWatts - 1e-6 && state.CeilingWatts <= MostWatts) || !(state.Scale >= LeastScaleWatts && state.Scale <= MostWatts)
            || state.Readings < 0 || state.Refused < 0 || state.Spikes < 0)
        {
            throw new ArgumentException($"a power fit has {Exponents.Length * 6} sums from 0, its limits inside {MostWatts} W and counts from 0", nameof(state));
        }

        return began with
        {
            Curve = state.Curve,
            Readings = state.Readings,
            Refused = state.Refused,
            Spikes = state.Spikes,
            CeilingWatts = state.CeilingWatts,
            Scale = state.Scale,
            Moments = Enumerable.Range(0, Exponents.Length).Select(index =>
            {
                ReadOnlySpan<double> sums = state.Sums.Span.Slice(index * 6, 6);
                return new PowerMoments(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
            }).ToValueArray(),
        };
    }

    private static int Index(double exponent) => (int)Math.Round((exponent - LeastExponent) / ExponentStep);

    private static double Work(ValueArray<InstanceLoad> instances, double exponent)
    {
        double work = 0;
        foreach (InstanceLoad instance in instances)
        {
            work += instance.Load > 0 ? instance.Share * Math.Pow(instance.Load, exponent) : 0;
        }

        return work;
    }

    private static bool Plausible(PowerObservation seen)
    {
        double shares = 0;
        foreach (InstanceLoad instance in seen.Instances)
        {
            if (!(instance.Share > 0 && instance.Load is >= 0 and <= 1))
            {
                return false;
            }

            shares += instance.Share;
        }

        return seen.BoardWatts is >= 0 and <= MostWatts && shares <= 1 + 1e-9;
    }

    /// <summary>Readings that an assumption of such a spread is worth beside readings as far off as they are now.</summary>
    private double Worth(double spread)
    {
        double scales = Scale / (spread * Assumed.MaxWatts);
        return Alike * scales * scales;
    }

    private PowerCurve Solve()
    {
        PowerCurve best = Curve;
        double least = double.PositiveInfinity;
        double idleReadings = Worth(IdleSpread), maxReadings = Worth(MaxSpread);
        for (int index = 0; index < Exponents.Length; index++)
        {
            PowerMoments all = Moments[index].With(0, Assumed.IdleWatts, idleReadings, 1).With(1, Assumed.MaxWatts, maxReadings, 1);
            (double idle, double slope) = all.Line(CeilingWatts);
            double unlikely = (Exponents[index] - Assumed.LoadExponent) / ExponentSpread;
            double distance = all.Distance(idle, slope) + (Alike * Scale * Scale * unlikely * unlikely);
            if (distance < least)
            {
                (least, best) = (distance, new PowerCurve(idle, idle + slope, Exponents[index]));
            }
        }

        return best;
    }
}
