using System.Collections.Concurrent;
using Optimizer.Nvml.Calls;

namespace Optimizer.Nvml.Threading;

/// <summary>A background thread that runs posted actions in order, watched through its call slot.</summary>
internal sealed class NvmlWorker : IDisposable
{
    // One job is in flight at a time (the executor's turn), so the queue never holds more than one.
    private readonly BlockingCollection<Action> _jobs = new(boundedCapacity: 2);

    public NvmlWorker(TimeProvider time)
    {
        Slot = new NvmlCallSlot(time);
        var thread = new Thread(Loop) { IsBackground = true, Name = "nvml" };
        thread.Start();
    }

    public NvmlCallSlot Slot { get; }

    public void Post(Action job) => _jobs.Add(job);

    /// <summary>Ends the thread once the jobs it has are done; it disposes of its queue itself, since it may be inside a call for long.</summary>
    public void Dispose() => _jobs.CompleteAdding();

    private void Loop()
    {
        NvmlCallSlot.Current = Slot;
        foreach (Action job in _jobs.GetConsumingEnumerable())
        {
            job();
        }

        _jobs.Dispose();
    }
}
