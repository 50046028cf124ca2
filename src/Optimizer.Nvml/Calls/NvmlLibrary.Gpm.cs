using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>GPM: hardware activity of GPUs and GPU instances, Hopper and newer.</content>
public sealed unsafe partial class NvmlLibrary
{
    /// <summary>Whether a device has GPM. Source: nvmlGpmQueryDeviceSupport.</summary>
    public NvmlResult<NvmlGpmSupport> GpmSupport(nint device) =>
        ReadVersioned(NvmlFunction.GpmQueryDeviceSupport, device, new NvmlGpmSupport { Version = NvmlGpmMetricsGetHeader.PlainVersion });

    /// <summary>Allocates a sample; free it before <see cref="Shutdown"/>. Source: nvmlGpmSampleAlloc.</summary>
    public NvmlResult<nint> AllocateGpmSample() => Read<nint>(NvmlFunction.GpmSampleAlloc);

    /// <summary>Frees a sample. Source: nvmlGpmSampleFree.</summary>
    public NvmlReturn FreeGpmSample(nint sample) => Command(NvmlFunction.GpmSampleFree, sample);

    /// <summary>Takes a sample of a whole GPU. Source: nvmlGpmSampleGet.</summary>
    public NvmlReturn TakeGpmSample(nint device, nint sample)
    {
        if (!Enter(NvmlFunction.GpmSampleGet, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        return Leave(NvmlFunction.GpmSampleGet, ((delegate* unmanaged[Cdecl]<nint, nint, NvmlReturn>)address)(device, sample));
    }

    /// <summary>Takes a sample of a GPU instance, by the GPU's handle and the instance's id. Source: nvmlGpmMigSampleGet.</summary>
    public NvmlReturn TakeGpmSample(nint device, uint gpuInstanceId, nint sample)
    {
        if (!Enter(NvmlFunction.GpmMigSampleGet, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        var call = (delegate* unmanaged[Cdecl]<nint, uint, nint, NvmlReturn>)address;
        return Leave(NvmlFunction.GpmMigSampleGet, call(device, gpuInstanceId, sample));
    }

    /// <summary>Compares two samples. Source: nvmlGpmMetricsGet.</summary>
    /// <param name="request">An <c>nvmlGpmMetricsGet_t</c> of the newest size with its header and the wanted metric ids filled in.</param>
    internal NvmlReturn GpmMetrics(NvmlGpmMetricsGetHeader* request)
    {
        if (!Enter(NvmlFunction.GpmMetricsGet, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        return Leave(NvmlFunction.GpmMetricsGet, ((delegate* unmanaged[Cdecl]<NvmlGpmMetricsGetHeader*, NvmlReturn>)address)(request));
    }
}
