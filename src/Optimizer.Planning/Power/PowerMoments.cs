namespace Optimizer.Planning.Power;

/// <summary>Discounted sums of (x, watts) for one exponent, all that least squares needs of the past.</summary>
/// <param name="Weight">Sum of weights.</param>
/// <param name="X">Sum of x.</param>
/// <param name="XX">Sum of x².</param>
/// <param name="Y">Sum of watts.</param>
/// <param name="XY">Sum of x times watts.</param>
/// <param name="YY">Sum of watts².</param>
internal readonly record struct PowerMoments(double Weight, double X, double XX, double Y, double XY, double YY)
{
    /// <summary>A reading more, the ones before forgotten a little.</summary>
    internal PowerMoments With(double x, double watts, double weight, double keep) => new(
        (Weight * keep) + weight,
        (X * keep) + (weight * x),
        (XX * keep) + (weight * x * x),
        (Y * keep) + (weight * watts),
        (XY * keep) + (weight * x * watts),
        (YY * keep) + (weight * watts * watts));

    /// <summary>Idle and slope of the least squares line, inside their limits: idle from 0, full load from idle to the ceiling.</summary>
    internal (double Idle, double Slope) Line(double ceiling)
    {
        double determinant = (Weight * XX) - (X * X);
        double slope = ((Weight * XY) - (X * Y)) / determinant;
        double idle = (Y - (slope * X)) / Weight;
        if (idle < 0)
        {
            (idle, slope) = (0, XY / XX);
        }

        if (slope < 0)
        {
            (idle, slope) = (Y / Weight, 0);
        }

        idle = Math.Min(idle, ceiling);
        return (idle, Math.Min(slope, ceiling - idle));
    }

    /// <summary>Sum of squared distances from a line, 0 or more.</summary>
    internal double Distance(double idle, double slope) => Math.Max(
        0,
        YY - (2 * idle * Y) - (2 * slope * XY) + (idle * idle * Weight) + (2 * idle * slope * X) + (slope * slope * XX));

    /// <summary>Standard error of the line at x = 1 for errors of one watt; null when the readings lie too close together to say.</summary>
    internal double? ErrorAtFullLoad()
    {
        double determinant = (Weight * XX) - (X * X);
        return determinant > 1e-9 * Weight * Weight ? Math.Sqrt(Math.Max(0, XX - (2 * X) + Weight) / determinant) : null;
    }
}
