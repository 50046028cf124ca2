namespace Optimizer.Node.Act;

/// <summary>Resets one GPU. NVML is closed while it runs.</summary>
public interface IGpuReset
{
    /// <summary>Resets it and waits until that is over, for a bounded time.</summary>
    /// <param name="gpu">Exactly this one.</param>
    /// <param name="cancellationToken">Gives up waiting; a reset that began is not undone.</param>
    /// <returns>Null when it was reset; else what was tried, what was seen and what to do, one sentence.</returns>
    Task<string?> ResetAsync(GpuAddress gpu, CancellationToken cancellationToken);
}
