using NodaTime;

namespace Optimizer.Model.Demand;

/// <summary>How the peak forecasts of one window turned out. Null before any matured.</summary>
/// <param name="Window">The window.</param>
/// <param name="Matured">Windows behind the figures, before weighting; they overlap.</param>
/// <param name="Coverage">Share of windows whose maximum was at or below Q95.</param>
/// <param name="Headroom">Mean of (Q95 - maximum) / mean maximum.</param>
public sealed record PeakAccuracy(Duration Window, long Matured, double? Coverage, double? Headroom);
