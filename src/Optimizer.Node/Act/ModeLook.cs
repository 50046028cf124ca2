using System.Collections.Immutable;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <summary>What has to be known of a GPU before its MIG mode is changed.</summary>
/// <param name="Topology">Mode and instances; null when it did not answer.</param>
/// <param name="Pids">Processes on it.</param>
/// <param name="Minor">N of <c>/dev/nvidiaN</c>; null when the driver does not say.</param>
/// <param name="Address">What a reset is aimed by; null when the driver does not say.</param>
/// <param name="Failure">The call that failed, with no topology.</param>
internal sealed record ModeLook(MigTopology? Topology, ImmutableArray<uint> Pids, uint? Minor, GpuAddress? Address, NvmlFailure Failure)
{
    /// <summary>Asks the GPU.</summary>
    public static ModeLook Read(MigHand hand)
    {
        if (hand.Read() is not MigTopology topology || hand.Processes(null) is not ImmutableArray<uint> pids)
        {
            return new ModeLook(null, [], null, null, hand.Failure);
        }

        NvmlResult<NvmlPciInfo> pci = hand.Nvml.PciInfo(hand.Device);
        uint? index = hand.Nvml.Index(hand.Device).OrNull();
        GpuAddress? address = pci.IsSuccess && index is uint known ? new GpuAddress(hand.Gpu, known, NvmlText.Read(pci.Value.BusId)) : null;
        return new ModeLook(topology, pids, hand.Nvml.MinorNumber(hand.Device).OrNull(), address, default);
    }
}
