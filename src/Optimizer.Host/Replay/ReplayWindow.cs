using System.Collections.Immutable;

namespace Optimizer.Host.Replay;

/// <summary>One window as it turned out.</summary>
/// <param name="StartSeconds">Its start, as the demand file counts.</param>
/// <param name="Services">The services, ordered by name.</param>
/// <param name="MeanGpus">GPUs in use, mean over the window.</param>
/// <param name="PeakGpus">Most GPUs in use at a tick of it.</param>
internal sealed record ReplayWindow(long StartSeconds, ImmutableArray<ReplayServiceWindow> Services, double MeanGpus, int PeakGpus);
