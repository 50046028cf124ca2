using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online.Replay;

/// <summary>On what, how fast and how requests are replayed.</summary>
/// <param name="Geometry">How each GPU can be cut.</param>
/// <param name="Gpus">GPUs of the fleet, 1 to <see cref="OnlineFleet.MostGpus"/>.</param>
/// <param name="Load">Mean of (compute slices / those of a GPU x seconds), times requests per second, over GPUs; above 0. It sets the rate of arrivals.</param>
/// <param name="Seed">Seed of the arrivals and of what the policy draws. The same seed gives the same arrivals to each policy.</param>
public sealed record ReplayOptions(MigGeometry Geometry, int Gpus, double Load, int Seed);
