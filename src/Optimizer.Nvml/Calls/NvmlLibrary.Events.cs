using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>Events.</content>
public sealed unsafe partial class NvmlLibrary
{
    /// <summary>Creates an event set; free it before <see cref="Shutdown"/> and before a MIG mode change. Source: nvmlEventSetCreate.</summary>
    public NvmlResult<nint> CreateEventSet() => Read<nint>(NvmlFunction.EventSetCreate);

    /// <summary>Frees an event set. Source: nvmlEventSetFree.</summary>
    public NvmlReturn FreeEventSet(nint set) => Command(NvmlFunction.EventSetFree, set);

    /// <summary>Event bits a GPU can deliver. Source: nvmlDeviceGetSupportedEventTypes.</summary>
    public NvmlResult<ulong> SupportedEventTypes(nint device) => Read<ulong>(NvmlFunction.DeviceGetSupportedEventTypes, device);

    /// <summary>Adds a GPU's events to a set; 3 as code, and nothing registered, when one bit is not supported. Source: nvmlDeviceRegisterEvents.</summary>
    public NvmlReturn RegisterEvents(nint device, ulong eventTypes, nint set)
    {
        if (!Enter(NvmlFunction.DeviceRegisterEvents, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        var call = (delegate* unmanaged[Cdecl]<nint, ulong, nint, NvmlReturn>)address;
        return Leave(NvmlFunction.DeviceRegisterEvents, call(device, eventTypes, set));
    }

    /// <summary>Waits for one event; 10 as code when none came in time, 15 when a GPU of the set was lost. Source: nvmlEventSetWait_v2.</summary>
    public NvmlResult<NvmlEventData> WaitForEvent(nint set, uint timeoutMilliseconds)
    {
        if (!Enter(NvmlFunction.EventSetWait_v2, out nint address))
        {
            return Missing<NvmlEventData>();
        }

        NvmlEventData data = default;
        var call = (delegate* unmanaged[Cdecl]<nint, NvmlEventData*, uint, NvmlReturn>)address;
        NvmlReturn code = call(set, &data, timeoutMilliseconds);
        return new(Leave(NvmlFunction.EventSetWait_v2, code), data);
    }
}
