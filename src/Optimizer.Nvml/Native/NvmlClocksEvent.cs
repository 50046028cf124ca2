namespace Optimizer.Nvml.Native;

/// <summary>Bits of <c>nvmlDeviceGetCurrentClocksEventReasons</c>. Source: nvml.h 13.3.29.</summary>
public static class NvmlClocksEvent
{
    /// <summary>Nothing runs, clocks are lowered.</summary>
    public const ulong GpuIdle = 0x1;

    /// <summary>The application clocks setting holds the clocks.</summary>
    public const ulong ApplicationsClocks = 0x2;

    /// <summary>The software power limit holds the clocks.</summary>
    public const ulong SwPowerCap = 0x4;

    /// <summary>The hardware slows the clocks, for heat, power brake or current.</summary>
    public const ulong HwSlowdown = 0x8;

    /// <summary>Sync boost holds the clocks to those of a group.</summary>
    public const ulong SyncBoost = 0x10;

    /// <summary>Software slows the clocks for heat.</summary>
    public const ulong SwThermal = 0x20;

    /// <summary>Hardware slows the clocks for heat.</summary>
    public const ulong HwThermal = 0x40;

    /// <summary>The external power brake is asserted.</summary>
    public const ulong HwPowerBrake = 0x80;

    /// <summary>The display clock setting holds the clocks.</summary>
    public const ulong DisplayClocks = 0x100;
}
