namespace Optimizer.Nvml.Threading;

/// <summary>Runs work that calls NVML: on a watched thread of its own in the daemon, in place in deterministic simulation.</summary>
public interface INvmlExecutor : IAsyncDisposable
{
    /// <summary>Runs one job.</summary>
    /// <typeparam name="T">What it computes.</typeparam>
    /// <param name="job">The work. It may be unwound by an exception at any call once its caller was told it is late.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn; a job that began is not interrupted.</param>
    /// <returns>What the job computed, or that a call in it did not come back in time.</returns>
    Task<NvmlRun<T>> RunAsync<T>(Func<T> job, CancellationToken cancellationToken) => RunAsync(job, null, cancellationToken);

    /// <summary>Runs one job whose calls are known to take longer: opening the library attaches every GPU.</summary>
    /// <typeparam name="T">What it computes.</typeparam>
    /// <param name="job">The work.</param>
    /// <param name="callDeadline">How long one of its calls may take; null for the usual deadline.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn.</param>
    Task<NvmlRun<T>> RunAsync<T>(Func<T> job, TimeSpan? callDeadline, CancellationToken cancellationToken);
}
