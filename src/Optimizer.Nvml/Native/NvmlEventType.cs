namespace Optimizer.Nvml.Native;

/// <summary>Bits of <c>nvmlDeviceRegisterEvents</c> and of <see cref="NvmlEventData.EventType"/>. Source: nvml.h 13.3.29.</summary>
public static class NvmlEventType
{
    /// <summary>A corrected ECC error.</summary>
    public const ulong SingleBitEcc = 0x1;

    /// <summary>An uncorrected ECC error.</summary>
    public const ulong DoubleBitEcc = 0x2;

    /// <summary>An XID; its number is in the event data.</summary>
    public const ulong XidCritical = 0x8;

    /// <summary>GPU or compute instances were created or destroyed, by anyone.</summary>
    public const ulong MigConfigChange = 0x100;

    /// <summary>Corrected ECC errors came in a storm.</summary>
    public const ulong SingleBitEccStorm = 0x200;

    /// <summary>A DRAM page or row was retired.</summary>
    public const ulong DramRetirement = 0x400;

    /// <summary>Retiring a DRAM page or row failed.</summary>
    public const ulong DramRetirementFailure = 0x800;

    /// <summary>A contained poison error.</summary>
    public const ulong NonFatalPoison = 0x1000;

    /// <summary>An uncontained poison error.</summary>
    public const ulong FatalPoison = 0x2000;

    /// <summary>The GPU became unavailable.</summary>
    public const ulong GpuUnavailable = 0x4000;

    /// <summary>The driver asks for a recovery action.</summary>
    public const ulong GpuRecoveryAction = 0x8000;
}
