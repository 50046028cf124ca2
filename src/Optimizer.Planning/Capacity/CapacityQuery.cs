namespace Optimizer.Planning.Capacity;

/// <summary>A question to a method that predicts speeds: known rates, and a place to predict.</summary>
internal sealed class CapacityQuery
{
    /// <summary>Training job; else inference.</summary>
    internal required bool Training { get; init; }

    /// <summary>Logarithms of the known compute shares.</summary>
    internal required double[] LogShares { get; init; }

    /// <summary>Logarithms of the known rates.</summary>
    internal required double[] LogRates { get; init; }

    /// <summary>Weights of the known rates, mean 1.</summary>
    internal required double[] Weights { get; init; }

    /// <summary>SM activity at the known rates; NaN where not read.</summary>
    internal required double[] Activity { get; init; }

    /// <summary>Compute slices of the smallest A100-40GB profile with enough memory; 0: need not known.</summary>
    internal int SmallestSlices { get; init; }

    /// <summary>Logarithm of the compute share asked for.</summary>
    internal required double Target { get; init; }

    /// <summary>Activity was read on at least one known seat.</summary>
    internal bool HasActivity => Activity.Any(value => !double.IsNaN(value));
}
