using Optimizer.Model.Collections;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Power;

/// <summary>Everything a <see cref="PowerFit"/> goes on from, for keeping it over a restart.</summary>
/// <param name="Assumed">What it began with.</param>
/// <param name="Curve">The curve as known.</param>
/// <param name="Readings">Readings taken.</param>
/// <param name="Refused">Readings refused.</param>
/// <param name="Spikes">Readings that counted little.</param>
/// <param name="CeilingWatts">Highest full load. Unit: watts.</param>
/// <param name="Scale">Scale of errors. Unit: watts.</param>
/// <param name="Sums">Discounted sums of each exponent in ascending order, six each: weight, x, x², watts, x times watts, watts².</param>
public sealed record PowerFitState(
    PowerCurve Assumed, PowerCurve Curve, long Readings, long Refused, long Spikes, double CeilingWatts, double Scale, ValueArray<double> Sums);
