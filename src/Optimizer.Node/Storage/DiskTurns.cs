namespace Optimizer.Node.Storage;

/// <summary>Work on one file, one piece at a time and off the caller's thread. A disk that never answers keeps its turn, and nobody waits for it longer than a limit.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="longest">Longest a caller waits, the turns before its own included.</param>
/// <param name="time">Measures the wait.</param>
internal sealed class DiskTurns(string path, TimeSpan longest, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Does it when its turn comes.</summary>
    /// <exception cref="IOException">It took too long; it may still be done later.</exception>
    public async Task<TResult> TakeAsync<TResult>(Func<CancellationToken, TResult> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(longest, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        CancellationToken token = either.Token;
        try
        {
            await _one.WaitAsync(token).ConfigureAwait(false);

            // SQLite has no asynchronous calls; the tick must not wait for a disk.
            return await Task.Run(() => Released(work, token), CancellationToken.None).WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{path}: the disk did not answer within {longest.TotalSeconds:0} s. See the kernel's log.", late);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private TResult Released<TResult>(Func<CancellationToken, TResult> work, CancellationToken token)
    {
        try
        {
            return work(token);
        }
        finally
        {
            _one.Release();
        }
    }
}
