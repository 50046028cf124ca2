using Optimizer.Nvml.Native;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Drivers;

/// <summary>Library sessions and the handles that live in them.</summary>
public sealed partial class SimulatedDriver
{
    private readonly Dictionary<nint, GpuInstance> _instances = [];
    private readonly Dictionary<nint, ComputeInstance> _computes = [];
    private readonly Dictionary<nint, GpmSample> _samples = [];
    private readonly Dictionary<nint, EventSet> _eventSets = [];
    private int _sessions;
    private long _nextHandle = HandleSpace.FirstCounted;

    /// <summary>Balanced pairs of nvmlInit and nvmlShutdown still open: whether a client holds the driver.</summary>
    public int OpenSessions
    {
        get
        {
            lock (Sync)
            {
                return _sessions;
            }
        }
    }

    internal NvmlReturn OpenSession()
    {
        _sessions++;
        return NvmlReturn.Success;
    }

    internal NvmlReturn CloseSession()
    {
        if (--_sessions == 0)
        {
            EndSessions();
        }

        return NvmlReturn.Success;
    }

    internal nint HandleOf(GpuInstance instance)
    {
        if (instance.Handle == 0)
        {
            instance.Handle = NextHandle();
            _instances.Add(instance.Handle, instance);
        }

        return instance.Handle;
    }

    internal nint HandleOf(ComputeInstance compute)
    {
        if (compute.Handle == 0)
        {
            compute.Handle = NextHandle();
            _computes.Add(compute.Handle, compute);
        }

        return compute.Handle;
    }

    internal nint AddSample()
    {
        nint handle = NextHandle();
        _samples.Add(handle, new GpmSample());
        return handle;
    }

    internal bool RemoveSample(nint handle) => _samples.Remove(handle);

    internal GpmSample? FindSample(nint handle) => _samples.GetValueOrDefault(handle);

    internal nint AddEventSet()
    {
        nint handle = NextHandle();
        _eventSets.Add(handle, new EventSet());
        return handle;
    }

    internal EventSet? FindEventSet(nint handle) => _eventSets.GetValueOrDefault(handle);

    internal bool RemoveEventSet(nint handle)
    {
        if (!_eventSets.Remove(handle, out EventSet? set))
        {
            return false;
        }

        set.Close();
        return true;
    }

    /// <summary>Whether an event set of ours listens to the GPU, which makes this library a client that holds it.</summary>
    internal bool IsHeldByEvents(SimulatedGpu gpu)
    {
        foreach (EventSet set in _eventSets.Values)
        {
            if (set.ListensTo(gpu.Index))
            {
                return true;
            }
        }

        return false;
    }

    internal void Raise(SimulatedGpu gpu, ulong type, ulong data = 0, uint instance = uint.MaxValue, uint compute = uint.MaxValue)
    {
        NvmlEventData arrived = new() { Device = gpu.Handle, EventType = type, EventData = data, GpuInstanceId = instance, ComputeInstanceId = compute };
        foreach (EventSet set in _eventSets.Values)
        {
            set.Offer(gpu.Index, arrived);
        }
    }

    private nint NextHandle() => (nint)(_nextHandle += 16);

    /// <summary>Every handle of the library dies with its last session; the next one hands out new values.</summary>
    private void EndSessions()
    {
        _sessions = 0;
        foreach (EventSet set in _eventSets.Values)
        {
            set.Close();
        }

        _eventSets.Clear();
        _samples.Clear();
        foreach (GpuInstance instance in _instances.Values)
        {
            instance.Handle = 0;
        }

        foreach (ComputeInstance compute in _computes.Values)
        {
            compute.Handle = 0;
        }

        _instances.Clear();
        _computes.Clear();
    }
}
