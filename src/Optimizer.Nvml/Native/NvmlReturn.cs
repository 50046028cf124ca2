namespace Optimizer.Nvml.Native;

/// <summary>What an NVML call answered. Source: <c>nvmlReturn_t</c>, nvml.h 13.3.29.</summary>
/// <remarks>A driver newer than this list may answer other numbers; the binding passes them on as they are.</remarks>
public enum NvmlReturn
{
    /// <summary>The call did what was asked.</summary>
    Success = 0,

    /// <summary>The library was not initialised, or was shut down.</summary>
    Uninitialized = 1,

    /// <summary>An argument is wrong; also how a driver ends an enumeration of links or profiles.</summary>
    InvalidArgument = 2,

    /// <summary>This device, in its present mode, cannot answer. A normal answer, never an error to count.</summary>
    NotSupported = 3,

    /// <summary>Root or a MIG capability is needed.</summary>
    NoPermission = 4,

    /// <summary>Deprecated by the vendor: initialisation is reference counted.</summary>
    AlreadyInitialized = 5,

    /// <summary>Nothing is there; the normal answer for a hole in the MIG device index.</summary>
    NotFound = 6,

    /// <summary>The buffer is too small; the needed count was written.</summary>
    InsufficientSize = 7,

    /// <summary>The board's external power is not attached.</summary>
    InsufficientPower = 8,

    /// <summary>The kernel driver is not loaded.</summary>
    DriverNotLoaded = 9,

    /// <summary>The wait ended without an event.</summary>
    Timeout = 10,

    /// <summary>The kernel saw an interrupt problem with the device.</summary>
    IrqIssue = 11,

    /// <summary>The library itself was not found.</summary>
    LibraryNotFound = 12,

    /// <summary>The driver has no such call; the binding answers this for a missing export.</summary>
    FunctionNotFound = 13,

    /// <summary>The board's InfoROM is corrupted.</summary>
    CorruptedInforom = 14,

    /// <summary>The device fell off the bus or is otherwise inaccessible.</summary>
    GpuIsLost = 15,

    /// <summary>The device needs a reset before it can be used again.</summary>
    ResetRequired = 16,

    /// <summary>The operating system, or a control group, blocks the device.</summary>
    OperatingSystem = 17,

    /// <summary>Library and kernel driver are of different versions: the driver was replaced underneath.</summary>
    LibRmVersionMismatch = 18,

    /// <summary>Somebody uses the device or the instance.</summary>
    InUse = 19,

    /// <summary>Out of memory.</summary>
    Memory = 20,

    /// <summary>There is nothing to report.</summary>
    NoData = 21,

    /// <summary>ECC is not available under vGPU.</summary>
    VgpuEccNotSupported = 22,

    /// <summary>No free placement, or another resource is used up.</summary>
    InsufficientResources = 23,

    /// <summary>The frequency asked for does not exist on this device.</summary>
    FrequencyNotSupported = 24,

    /// <summary>The struct's version word is not one this driver knows.</summary>
    ArgumentVersionMismatch = 25,

    /// <summary>The call was withdrawn by the vendor.</summary>
    Deprecated = 26,

    /// <summary>The system is not ready; ask later.</summary>
    NotReady = 27,

    /// <summary>No GPU was found.</summary>
    GpuNotFound = 28,

    /// <summary>The device is in a state that forbids the request.</summary>
    InvalidState = 29,

    /// <summary>This kind of reset does not exist on the device.</summary>
    ResetTypeNotSupported = 30,

    /// <summary>The driver had an internal error.</summary>
    Unknown = 999,
}
