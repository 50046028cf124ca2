using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <summary>The call a thread is inside of, so that another thread can see how long it has been there.</summary>
/// <remarks>One per watched thread. A thread without one (tests, simulation) is not watched and pays nothing.</remarks>
internal sealed class NvmlCallSlot(TimeProvider time)
{
    [ThreadStatic]
    private static NvmlCallSlot? s_current;

    private long _startedAt;
    private int _function = -1;
    private volatile bool _abandoned;

    /// <summary>The slot of the calling thread; null when it is not watched.</summary>
    public static NvmlCallSlot? Current
    {
        get => s_current;
        set => s_current = value;
    }

    /// <summary>True once a watcher gave up on this thread.</summary>
    public bool IsAbandoned => _abandoned;

    /// <summary>Notes that a call begins.</summary>
    /// <exception cref="NvmlAbandonedException">A watcher gave up on this thread: the job must unwind, its result is no longer wanted.</exception>
    public void Enter(NvmlFunction function)
    {
        if (_abandoned)
        {
            throw new NvmlAbandonedException();
        }

        Volatile.Write(ref _startedAt, time.GetTimestamp());
        Volatile.Write(ref _function, (int)function);
    }

    /// <summary>Notes that the call came back.</summary>
    /// <exception cref="NvmlAbandonedException">As for <see cref="Enter"/>.</exception>
    public void Leave()
    {
        Volatile.Write(ref _function, -1);
        if (_abandoned)
        {
            throw new NvmlAbandonedException();
        }
    }

    /// <summary>Gives up on the thread when its present call has lasted longer than the deadline.</summary>
    public bool AbandonIfLate(TimeSpan deadline, out NvmlFunction function, out TimeSpan elapsed)
    {
        int inside = Volatile.Read(ref _function);
        function = (NvmlFunction)Math.Max(inside, 0);
        elapsed = TimeSpan.Zero;
        if (inside < 0)
        {
            return false;
        }

        elapsed = time.GetElapsedTime(Volatile.Read(ref _startedAt));
        _abandoned = elapsed > deadline;
        return _abandoned;
    }
}
