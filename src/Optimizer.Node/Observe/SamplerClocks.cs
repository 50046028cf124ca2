using NodaTime;

namespace Optimizer.Node.Observe;

/// <summary>The clocks of a sampler.</summary>
/// <param name="Wall">What time it is; simulated time in simulation.</param>
/// <param name="Elapsed">How much time passes between cycles, by the monotone clock; simulated time in simulation.</param>
/// <param name="Stopwatch">How long our own work takes; real time always.</param>
public sealed record SamplerClocks(IClock Wall, TimeProvider Elapsed, TimeProvider Stopwatch);
