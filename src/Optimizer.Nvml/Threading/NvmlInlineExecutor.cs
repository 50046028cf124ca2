namespace Optimizer.Nvml.Threading;

/// <summary>Runs jobs in place, on the caller's thread: the returned task is always complete. For simulation in manual time.</summary>
public sealed class NvmlInlineExecutor : INvmlExecutor
{
    /// <inheritdoc/>
    public Task<NvmlRun<T>> RunAsync<T>(Func<T> job, TimeSpan? callDeadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<NvmlRun<T>>(new NvmlRun<T>.Completed(job()));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
