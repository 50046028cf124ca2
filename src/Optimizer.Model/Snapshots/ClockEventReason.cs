namespace Optimizer.Model.Snapshots;

/// <summary>Why clocks are below what was asked for. Source: nvmlDeviceGetCurrentClocksEventReasons, fields 74-76 and 269-271.</summary>
public enum ClockEventReason
{
    /// <summary>Nothing runs.</summary>
    GpuIdle,

    /// <summary>The application clocks setting.</summary>
    ApplicationsClocks,

    /// <summary>The software power limit.</summary>
    SwPowerCap,

    /// <summary>The hardware slows the clocks, whatever for.</summary>
    HwSlowdown,

    /// <summary>Sync boost holds a group to the slowest.</summary>
    SyncBoost,

    /// <summary>Software, for heat.</summary>
    SwThermal,

    /// <summary>Hardware, for heat.</summary>
    HwThermal,

    /// <summary>The external power brake.</summary>
    HwPowerBrake,

    /// <summary>The display clock setting.</summary>
    DisplayClocks,

    /// <summary>Power, software and hardware together (field 74); has seconds only.</summary>
    Power,

    /// <summary>Heat, software and hardware together (field 75); has seconds only.</summary>
    Thermal,
}
