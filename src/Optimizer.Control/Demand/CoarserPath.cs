using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>Makes a path of longer steps from one of bins: what is published of a day in minutes.</summary>
/// <remarks>
/// The mean of a step is the mean of its bins' means, exactly. Its quantiles are the means of its bins' quantiles: what they would be if
/// all bins of the step were high together. Bins ten minutes apart nearly are, and where they are not the true quantile of the step's
/// mean is lower (an upper quantile of a mean is at most the mean of the upper quantiles, for all but very heavy tails), so capacity
/// planned on it errs to the safe side. The highest of the quantiles would bound more, but it would not be the quantile of anything:
/// whoever asks for the highest bin has the peaks, which are left as they are.
/// </remarks>
internal static class CoarserPath
{
    /// <summary>Joins each <paramref name="bins"/> steps into one; steps that do not fill one are left out.</summary>
    public static ForecastPath Of(ForecastPath path, int bins)
    {
        if (bins == 1)
        {
            return path;
        }

        Duration step = path.Bin * bins;
        ForecastStep[] joined = new ForecastStep[path.Steps.Count / bins];
        for (int at = 0; at < joined.Length; at++)
        {
            joined[at] = Mean(path.Steps.Span.Slice(at * bins, bins));
        }

        // The step before the first one ends where the last known bin ends.
        return path with { Origin = path.Origin + path.Bin - step, Bin = step, Steps = ValueArray.Create<ForecastStep>(joined) };
    }

    /// <summary>Mean of the steps, member by member.</summary>
    public static ForecastStep Mean(ReadOnlySpan<ForecastStep> steps)
    {
        double mean = 0, q50 = 0, q90 = 0, q95 = 0, q99 = 0;
        foreach (ForecastStep step in steps)
        {
            mean += step.Mean;
            q50 += step.Quantiles.Q50;
            q90 += step.Quantiles.Q90;
            q95 += step.Quantiles.Q95;
            q99 += step.Quantiles.Q99;
        }

        // Sums of ordered values are ordered, and stay so when divided alike.
        int count = steps.Length;
        return new ForecastStep(mean / count, new Quantiles(q50 / count, q90 / count, q95 / count, q99 / count));
    }
}
