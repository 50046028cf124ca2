using Optimizer.Planning.Sizing;

namespace Optimizer.Host.Planning;

/// <summary>Services that are sized together.</summary>
/// <param name="Name">Name of the scenario, unique in its file.</param>
/// <param name="Services">The services in the file's order.</param>
internal sealed record SizeScenario(string Name, IReadOnlyList<ServiceTarget> Services);
