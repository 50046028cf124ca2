using NodaTime;

namespace Optimizer.Host.Forecasting;

/// <summary>One row of a series file.</summary>
/// <param name="Time">Start of the bin.</param>
/// <param name="Value">Not negative; null when the sample is missing.</param>
internal readonly record struct SeriesRow(Instant Time, double? Value);
