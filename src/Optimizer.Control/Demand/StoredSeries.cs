using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Control.Demand;

/// <summary>The saved state of one series' forecaster.</summary>
/// <param name="Key">The series.</param>
/// <param name="Method">Name of the method that wrote it.</param>
/// <param name="BinSeconds">Its bin.</param>
/// <param name="SavedAt">When.</param>
/// <param name="State">What the forecaster wrote; opaque here.</param>
public sealed record StoredSeries(SeriesKey Key, string Method, int BinSeconds, Instant SavedAt, ReadOnlyMemory<byte> State);
