using NodaTime;

namespace Optimizer.Node.Observe;

/// <summary>One sampling cycle.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When it began.</param>
/// <param name="SinceLast">Time since the previous cycle by the monotone clock; zero in the first.</param>
/// <param name="Uptime">Time since the first cycle by the monotone clock.</param>
/// <param name="Slow">Slow facts are due.</param>
public readonly record struct Cycle(long Number, Instant At, Duration SinceLast, Duration Uptime, bool Slow);
