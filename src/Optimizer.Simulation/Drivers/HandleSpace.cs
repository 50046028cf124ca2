namespace Optimizer.Simulation.Drivers;

/// <summary>The values handed out as opaque handles: keys, never addresses, so that a mistaken dereference fails at once.</summary>
/// <remarks>
/// A MIG device handle follows from its GPU and index, so it is reused for another device after a layout change, as the vendor's may be.
/// All other handles come from a counter and are never seen again after they died.
/// </remarks>
internal static class HandleSpace
{
    private const long Base = 0x6000_0000;
    private const int GpuBits = 8;

    /// <summary>Where the counted handles start, far above every GPU and MIG device.</summary>
    public const long FirstCounted = 0x7000_0000;

    public static nint Gpu(int index) => (nint)(Base + ((long)index << GpuBits));

    public static nint MigDevice(int gpu, int index) => Gpu(gpu) + index + 1;

    /// <summary>Splits a handle; the MIG index is -1 for a GPU.</summary>
    public static bool TrySplit(nint handle, out int gpu, out int migIndex)
    {
        long offset = handle is >= (nint)Base and < (nint)FirstCounted ? handle - Base : -1;
        gpu = (int)(offset >> GpuBits);
        migIndex = (int)(offset & ((1 << GpuBits) - 1)) - 1;
        return offset >= 0;
    }
}
