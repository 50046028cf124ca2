using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <summary>The call a thread is inside of, so that another thread can see how long it has been there and give up on it.</summary>
/// <remarks>
/// One per watched thread; a thread without one (tests, simulation) is not watched and pays nothing. All is in one word, so that giving up and
/// coming back exclude each other: only a thread that really is inside a call can be abandoned, and it learns so when the call returns.
/// </remarks>
internal sealed class NvmlCallSlot(TimeProvider time)
{
    private const long Idle = 0;
    private const long Abandoned = -1;
    private const int FunctionBits = 10;

    [ThreadStatic]
    private static NvmlCallSlot? s_current;

    // Idle, abandoned, or a number that no other call of this thread has: a count above the function.
    private long _state;
    private long _calls;
    private long _startedAt;

    /// <summary>The slot of the calling thread; null when it is not watched.</summary>
    public static NvmlCallSlot? Current
    {
        get => s_current;
        set => s_current = value;
    }

    /// <summary>Notes that a call begins.</summary>
    /// <exception cref="NvmlAbandonedException">A watcher gave up on this thread: the job must unwind, its result is no longer wanted.</exception>
    public void Enter(NvmlFunction function)
    {
        Volatile.Write(ref _startedAt, time.GetTimestamp());
        long inside = (++_calls << FunctionBits) | (long)function;
        if (Interlocked.CompareExchange(ref _state, inside, Idle) != Idle)
        {
            throw new NvmlAbandonedException();
        }
    }

    /// <summary>Notes that the call came back.</summary>
    /// <exception cref="NvmlAbandonedException">As for <see cref="Enter"/>.</exception>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _state, Idle) == Abandoned)
        {
            Volatile.Write(ref _state, Abandoned);
            throw new NvmlAbandonedException();
        }
    }

    /// <summary>Gives up on the thread when it is inside a call that has lasted longer than a limit, or anyway inside one when the job has.</summary>
    /// <param name="callLimit">How long one call may take.</param>
    /// <param name="jobIsOver">The job as a whole has used up its time.</param>
    /// <param name="function">The call; meaningless when the answer is false.</param>
    /// <param name="elapsed">How long the thread has been in it.</param>
    public bool TryAbandon(TimeSpan callLimit, bool jobIsOver, out NvmlFunction function, out TimeSpan elapsed)
    {
        long inside = Interlocked.Read(ref _state);
        elapsed = time.GetElapsedTime(Volatile.Read(ref _startedAt));
        function = (NvmlFunction)(inside & ((1 << FunctionBits) - 1));
        return inside > 0
            && (elapsed > callLimit || jobIsOver)
            && Interlocked.CompareExchange(ref _state, Abandoned, inside) == inside;
    }
}
