using Optimizer.Host.Reload;

namespace Optimizer.Host.Cli;

/// <summary>What <c>run</c> was asked for.</summary>
/// <param name="Source">Configuration file and overrides.</param>
/// <param name="Simulate">Scenario name or file; null observes the real node.</param>
/// <param name="Speed">Simulated seconds per second; null for 1. Only with a scenario.</param>
/// <param name="Seed">Seed of the scenario; null for the scenario's own. Only with a scenario.</param>
/// <param name="Units">Only the GPUs are simulated; workloads are the declared ones, run by systemd. Only with a scenario.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record RunRequest(ConfigurationSource Source, string? Simulate, double? Speed, ulong? Seed, bool Units, TextWriter Output, TextWriter Error);
