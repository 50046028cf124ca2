using Optimizer.Node.Act;

namespace Optimizer.Node.Devices;

/// <summary>Makes capability nodes by the vendor's setuid tool, which knows their owner and mode.</summary>
/// <param name="time">Measures how long it takes.</param>
/// <param name="program">Where the tool is; an absolute path.</param>
public sealed class NvidiaModprobe(TimeProvider time, string program = "/usr/bin/nvidia-modprobe") : ICapabilityNodeMaker
{
    // It makes one node and ends at once; one that takes longer waits for a module that does not load.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public Task<string?> MakeAsync(string capabilityFile, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(program, ["-f", capabilityFile], Patience, time, cancellationToken);
}
