using NodaTime;

namespace Optimizer.Host.Observation;

/// <summary>A NodaTime clock over a time provider, so that simulated time governs both.</summary>
/// <param name="time">The provider.</param>
internal sealed class ProviderClock(TimeProvider time) : IClock
{
    /// <inheritdoc/>
    public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
