using NodaTime;

namespace Optimizer.Node.Act;

/// <summary>Resets a GPU by the vendor's tool, as a process of its own: a library call would make this process the client that is in the way.</summary>
/// <param name="time">Measures how long it takes.</param>
/// <param name="program">Where the tool is; an absolute path.</param>
/// <param name="patience">How long it may take; null for two minutes, since a reset takes 5 to 10 s and one that hangs does not end by itself.</param>
public sealed class NvidiaSmiReset(TimeProvider time, string program = "/usr/bin/nvidia-smi", Duration? patience = null) : IGpuReset
{
    /// <inheritdoc/>
    public async Task<string?> ResetAsync(GpuAddress gpu, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        TimeSpan limit = (patience ?? Duration.FromMinutes(2)).ToTimeSpan();
        string? trouble = await ChildProcess.RunAsync(program, ["-i", gpu.PciBusId, "-r"], limit, time, cancellationToken);
        return trouble is null ? null : $"{gpu.Gpu} could not be reset: {trouble}.";
    }
}
