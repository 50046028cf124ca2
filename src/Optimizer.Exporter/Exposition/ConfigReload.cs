using NodaTime;

namespace Optimizer.Exporter.Exposition;

/// <summary>How the last reading of the configuration went.</summary>
/// <param name="Successful">It was accepted.</param>
/// <param name="LastSuccessAt">When one was last accepted; null when none was.</param>
internal sealed record ConfigReload(bool Successful, Instant? LastSuccessAt);
