using NodaTime;

namespace Optimizer.Model.Snapshots;

/// <summary>One collector's last run.</summary>
/// <param name="Name">Its name, as in the configuration.</param>
/// <param name="Up">Its last run succeeded for every GPU it could ask.</param>
/// <param name="LastSuccessAt">When it last succeeded; null when never.</param>
/// <param name="LastRun">How long its last run took.</param>
/// <param name="Runs">Runs since start: a reader that sees this grow knows <paramref name="LastRun"/> is new.</param>
/// <param name="Trouble">What failed, one sentence; null while up.</param>
public sealed record CollectorHealth(string Name, bool Up, Instant? LastSuccessAt, Duration LastRun, long Runs, string? Trouble);
