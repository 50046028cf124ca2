namespace Optimizer.Planning.Sizing;

/// <summary>How fast a model was measured to run in one instance.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Profile">Profile name without the leading "MIG ".</param>
/// <param name="Batch">Requests served together; from 1.</param>
/// <param name="Processes">Processes that share the instance by MPS; from 1.</param>
/// <param name="ThroughputPerSecond">Requests per second of all the processes together. 0: it did not run, for want of memory for example.</param>
/// <param name="LatencySeconds">Seconds from the start of a batch to its end; positive unless it did not run.</param>
/// <remarks>Decimal numbers as in the table: whether a rate is met must not hang on the rounding of a double.</remarks>
public sealed record MeasuredSpeed(string Model, string Profile, int Batch, int Processes, decimal ThroughputPerSecond, decimal LatencySeconds);
