using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Threading;

/// <summary>How a job on the NVML thread ended.</summary>
/// <typeparam name="T">What the job computes.</typeparam>
public abstract record NvmlRun<T>
{
    private NvmlRun()
    {
    }

    /// <summary>It ended.</summary>
    /// <param name="Value">What it computed.</param>
    public sealed record Completed(T Value) : NvmlRun<T>;

    /// <summary>A call did not come back in time. Whatever the job touches must be left alone until <paramref name="Unwound"/> completes.</summary>
    /// <param name="Function">The call; null when the job never got a thread because all are stuck.</param>
    /// <param name="Elapsed">How long it had been in the call when it was given up.</param>
    /// <param name="Unwound">Completes when the call came back after all and the job has ended.</param>
    public sealed record Late(NvmlFunction? Function, TimeSpan Elapsed, Task Unwound) : NvmlRun<T>;
}
