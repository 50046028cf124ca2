using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Threading;

/// <summary>One dedicated thread for NVML, with a deadline on every call.</summary>
/// <remarks>
/// NVML blocks, and a hung driver blocks for ever. When a call outlasts its deadline the job is answered <see cref="NvmlRun{T}.Late"/>, the thread
/// is written off (it unwinds if the call ever returns) and a new one takes over, so that one sick GPU does not silence the others. The number
/// of written-off threads is bounded; beyond it every job is late until one comes back.
/// </remarks>
public sealed class NvmlThread : INvmlExecutor
{
    /// <summary>Threads that may be stuck at once. Each holds a stack and a call inside the driver; a node has at most 16 GPUs to lose.</summary>
    public const int MaxStuckThreads = 16;

    // A driver whose calls each fail after seconds is as bad as one that hangs: a job of a hundred such calls is cut off after two deadlines.
    private const int JobDeadlines = 2;

    private readonly TimeProvider _time;
    private readonly TimeSpan _callDeadline;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private NvmlWorker? _worker;
    private int _stuck;
    private bool _disposed;

    /// <summary>Creates the executor; the thread starts with the first job.</summary>
    /// <param name="time">Measures deadlines.</param>
    /// <param name="callDeadline">How long one call may take. Normal calls take microseconds; creating an instance up to seconds.</param>
    public NvmlThread(TimeProvider time, TimeSpan callDeadline)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(callDeadline, TimeSpan.Zero);
        _time = time;
        _callDeadline = callDeadline;
    }

    /// <summary>Threads inside a call that outlasted its deadline, now.</summary>
    public int StuckThreads => Volatile.Read(ref _stuck);

    /// <inheritdoc/>
    public async Task<NvmlRun<T>> RunAsync<T>(Func<T> job, TimeSpan? callDeadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (StuckThreads >= MaxStuckThreads)
            {
                return new NvmlRun<T>.Late(null, TimeSpan.Zero, Task.CompletedTask);
            }

            _worker ??= new NvmlWorker(_time);
            return await RunWatchedAsync(_worker, job, callDeadline ?? _callDeadline);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the thread once its job is done. A job that takes longer than a second is not waited for: threads here end with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        bool turn = await _turn.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        _disposed = true;
        if (turn)
        {
            _worker?.Dispose();
            _worker = null;
            _turn.Release();
        }
    }

    private async Task<NvmlRun<T>> RunWatchedAsync<T>(NvmlWorker worker, Func<T> job, TimeSpan callDeadline)
    {
        // Asynchronous continuations keep the rest of the cycle off the NVML thread.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Post(() => Run(job, done));

        // Most jobs are over in a millisecond: look at the clock only for those that are not.
        TimeSpan look = callDeadline / 4;
        long startedAt = _time.GetTimestamp();
        while (true)
        {
            Task first = await Task.WhenAny(done.Task, Task.Delay(look, _time, CancellationToken.None));
            if (first == done.Task)
            {
                return new NvmlRun<T>.Completed(await done.Task);
            }

            if (worker.Slot.TryAbandon(callDeadline, _time.GetElapsedTime(startedAt) > callDeadline * JobDeadlines, out NvmlFunction function, out TimeSpan elapsed))
            {
                Interlocked.Increment(ref _stuck);
                _worker = null;
                return new NvmlRun<T>.Late(function, elapsed, UnwindAsync(worker, done.Task));
            }
        }
    }

    private static void Run<T>(Func<T> job, TaskCompletionSource<T> done)
    {
        try
        {
            done.TrySetResult(job());
        }
#pragma warning disable CA1031 // the exception travels to whoever awaits the job
        catch (Exception exception)
#pragma warning restore CA1031
        {
            done.TrySetException(exception);
        }
    }

    private async Task UnwindAsync<T>(NvmlWorker worker, Task<T> job)
    {
        await job.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        worker.Dispose();
        Interlocked.Decrement(ref _stuck);
    }
}
