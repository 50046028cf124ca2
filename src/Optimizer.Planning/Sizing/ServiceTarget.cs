namespace Optimizer.Planning.Sizing;

/// <summary>What a service must do.</summary>
/// <param name="Name">Its name, unique among the services sized together.</param>
/// <param name="Model">The model it runs, as the measurements name it.</param>
/// <param name="RatePerSecond">Requests per second; positive.</param>
/// <param name="LatencyLimitMilliseconds">The latency its users accept, milliseconds; positive.</param>
public sealed record ServiceTarget(string Name, string Model, decimal RatePerSecond, decimal LatencyLimitMilliseconds);
