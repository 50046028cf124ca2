using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Events;

/// <summary>An event set with the GPUs registered in it.</summary>
/// <remarks>An event set makes its holder a client of the GPU: free it before <see cref="NvmlLibrary.Shutdown"/> and before a MIG mode change.</remarks>
public sealed class NvmlEventSubscription : IDisposable
{
    /// <summary>Events the product wants; each GPU is registered for those of them it supports.</summary>
    public const ulong Wanted = NvmlEventType.XidCritical | NvmlEventType.MigConfigChange | NvmlEventType.SingleBitEccStorm
        | NvmlEventType.DramRetirement | NvmlEventType.DramRetirementFailure | NvmlEventType.NonFatalPoison
        | NvmlEventType.FatalPoison | NvmlEventType.GpuUnavailable | NvmlEventType.GpuRecoveryAction;

    private readonly NvmlLibrary _library;
    private readonly Dictionary<nint, string> _uuids = [];
    private nint _set;

    private NvmlEventSubscription(NvmlLibrary library, nint set)
    {
        _library = library;
        _set = set;
    }

    /// <summary>GPUs that deliver events to this set.</summary>
    public int Registered => _uuids.Count;

    /// <summary>Creates an empty set.</summary>
    public static NvmlResult<NvmlEventSubscription?> Open(NvmlLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        NvmlResult<nint> set = library.CreateEventSet();
        return set.IsSuccess ? new(set.Code, new NvmlEventSubscription(library, set.Value)) : new(set.Code, null);
    }

    /// <summary>Adds a GPU with the events it supports; one unsupported bit would register none, hence the mask.</summary>
    /// <returns>Not supported when the GPU delivers none of the wanted events.</returns>
    public NvmlReturn Add(nint device, string uuid)
    {
        NvmlResult<ulong> supported = _library.SupportedEventTypes(device);
        if (!supported.IsSuccess)
        {
            return supported.Code;
        }

        ulong types = supported.Value & Wanted;
        if (types == 0)
        {
            return NvmlReturn.NotSupported;
        }

        NvmlReturn code = _library.RegisterEvents(device, types, _set);
        if (code == NvmlReturn.Success)
        {
            _uuids[device] = uuid;
        }

        return code;
    }

    /// <summary>Waits for one event; the code is a timeout when none came, lost when a GPU of the set is gone (make a new set without it).</summary>
    public NvmlResult<NvmlEvent> Wait(uint timeoutMilliseconds)
    {
        NvmlResult<NvmlEventData> result = _library.WaitForEvent(_set, timeoutMilliseconds);
        if (!result.IsSuccess)
        {
            return new(result.Code, default);
        }

        NvmlEventData data = result.Value;
        string uuid = _uuids.TryGetValue(data.Device, out string? known) ? known : string.Empty;
        return new(result.Code, new NvmlEvent(uuid, data.EventType, data.EventData, InstanceOrNull(data.GpuInstanceId), InstanceOrNull(data.ComputeInstanceId)));
    }

    /// <summary>Frees the set.</summary>
    public void Dispose()
    {
        nint set = _set;
        _set = 0;
        if (set != 0)
        {
            _library.FreeEventSet(set);
        }
    }

    private static uint? InstanceOrNull(uint id) => id == uint.MaxValue ? null : id;
}
