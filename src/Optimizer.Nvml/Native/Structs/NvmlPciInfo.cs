using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlPciInfo_t</c>, 68 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlPciInfo
{
    /// <summary><c>char busIdLegacy</c> at offset 0.</summary>
    public NvmlBytes16 BusIdLegacy;

    /// <summary><c>unsigned int domain</c> at offset 16.</summary>
    public uint Domain;

    /// <summary><c>unsigned int bus</c> at offset 20.</summary>
    public uint Bus;

    /// <summary><c>unsigned int device</c> at offset 24.</summary>
    public uint Device;

    /// <summary><c>unsigned int pciDeviceId</c> at offset 28.</summary>
    public uint PciDeviceId;

    /// <summary><c>unsigned int pciSubSystemId</c> at offset 32.</summary>
    public uint PciSubSystemId;

    /// <summary><c>char busId</c> at offset 36.</summary>
    public NvmlBytes32 BusId;
}
