using System.Collections.Immutable;

namespace Optimizer.Model.Demand;

/// <summary>The planning quantiles of one future value. Finite, 0 &lt;= Q50 &lt;= Q90 &lt;= Q95 &lt;= Q99 &lt;= the series' cap; unit of the series.</summary>
/// <param name="Q50">Median.</param>
/// <param name="Q90">Exceeded one time in ten.</param>
/// <param name="Q95">Exceeded one time in twenty.</param>
/// <param name="Q99">Exceeded one time in a hundred.</param>
public readonly record struct Quantiles(double Q50, double Q90, double Q95, double Q99)
{
    /// <summary>The probabilities, ascending, in the order of the members: 0.5, 0.9, 0.95, 0.99.</summary>
    public static readonly ImmutableArray<double> Probabilities = [0.5, 0.9, 0.95, 0.99];

    /// <summary>By index into <see cref="Probabilities"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not 0 to 3.</exception>
    public double this[int index] => index switch
    {
        0 => Q50,
        1 => Q90,
        2 => Q95,
        3 => Q99,
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "0 to 3"),
    };
}
