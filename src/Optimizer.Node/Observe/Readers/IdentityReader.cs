using Optimizer.Control.Ports;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>What a GPU is.</summary>
internal static class IdentityReader
{
    /// <summary>Asks; what is not answered this time stays as it was known.</summary>
    public static GpuIdentity Read(GpuProbe gpu, uint index, IHostTopology topology, GpuIdentity known)
    {
        NvmlPciInfo? pci = gpu.Ask(NvmlFunction.DeviceGetPciInfo_v3, static (nvml, device) => nvml.PciInfo(device));
        string? busId = pci is NvmlPciInfo info ? NvmlText.Read(info.BusId) : null;
        (int Major, int Minor)? compute =
            gpu.Ask(NvmlFunction.DeviceGetCudaComputeCapability, static (nvml, device) => nvml.ComputeCapability(device));
        uint? cores = gpu.Ask(NvmlFunction.DeviceGetNumGpuCores, static (nvml, device) => nvml.CoreCount(device));
        return new GpuIdentity
        {
            Index = index,
            Name = gpu.AskText(NvmlFunction.DeviceGetName, static (nvml, device) => nvml.Name(device)) ?? known.Name,
            PciBusId = busId ?? known.PciBusId,
            Minor = gpu.Ask(NvmlFunction.DeviceGetMinorNumber, static (nvml, device) => nvml.MinorNumber(device)) ?? known.Minor,
            Serial = gpu.AskText(NvmlFunction.DeviceGetSerial, static (nvml, device) => nvml.Serial(device)) ?? known.Serial,
            VbiosVersion = gpu.AskText(NvmlFunction.DeviceGetVbiosVersion, static (nvml, device) => nvml.VbiosVersion(device)) ?? known.VbiosVersion,
            Architecture = gpu.Ask(NvmlFunction.DeviceGetArchitecture, static (nvml, device) => nvml.Architecture(device)) is NvmlArchitecture architecture
                ? Architecture(architecture)
                : known.Architecture,
            ComputeCapability = compute is null ? known.ComputeCapability : $"{compute.Value.Major}.{compute.Value.Minor}",
            Multiprocessors = (cores / CoresPerMultiprocessor(compute)) ?? known.Multiprocessors,
            NumaNode = busId is null ? known.NumaNode : topology.NumaNodeOfPciDevice(busId),
        };
    }

    private static GpuArchitecture Architecture(NvmlArchitecture architecture) => architecture switch
    {
        NvmlArchitecture.Unknown => GpuArchitecture.Unknown,
        < NvmlArchitecture.Ampere => GpuArchitecture.PreAmpere,
        NvmlArchitecture.Ampere => GpuArchitecture.Ampere,
        NvmlArchitecture.Ada => GpuArchitecture.Ada,
        NvmlArchitecture.Hopper => GpuArchitecture.Hopper,
        NvmlArchitecture.Blackwell => GpuArchitecture.Blackwell,
        NvmlArchitecture.Rubin => GpuArchitecture.Rubin,
        _ => GpuArchitecture.Unknown,
    };

    // CUDA C programming guide, arithmetic throughput: 64 FP32 lanes on 8.0, 128 on 8.6 and everything newer. Null where we are not sure.
    private static uint? CoresPerMultiprocessor((int Major, int Minor)? compute) => compute switch
    {
        (8, 0) => 64,
        (8, _) or (9, 0) or (10, _) or (12, _) => 128,
        _ => null,
    };
}
