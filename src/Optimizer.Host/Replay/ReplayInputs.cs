using System.Collections.Immutable;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Host.Replay;

/// <summary>What is replayed.</summary>
/// <param name="Services">Services in the order of the file of services, each with the rates of all windows.</param>
/// <param name="FirstSeconds">Where the first window starts, as the file says; seconds.</param>
/// <param name="WindowSeconds">Length of a window; seconds.</param>
/// <param name="Windows">How many windows.</param>
internal sealed record ReplayInputs(ImmutableArray<ReplayService> Services, long FirstSeconds, int WindowSeconds, int Windows);
