using NodaTime;

namespace Optimizer.Planning.Terms;

/// <summary>A piece of time between two marks of the local clock, [start, end).</summary>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end, later than the start.</param>
/// <param name="Local">What the local clock shows at its start.</param>
internal readonly record struct LocalSpan(Instant Start, Instant End, LocalDateTime Local);
