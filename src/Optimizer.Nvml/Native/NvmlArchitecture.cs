namespace Optimizer.Nvml.Native;

/// <summary>GPU architecture. Source: <c>nvmlDeviceArchitecture_t</c>.</summary>
public enum NvmlArchitecture : uint
{
    /// <summary>Kepler.</summary>
    Kepler = 2,

    /// <summary>Maxwell.</summary>
    Maxwell = 3,

    /// <summary>Pascal.</summary>
    Pascal = 4,

    /// <summary>Volta.</summary>
    Volta = 5,

    /// <summary>Turing.</summary>
    Turing = 6,

    /// <summary>Ampere (A30, A100).</summary>
    Ampere = 7,

    /// <summary>Ada.</summary>
    Ada = 8,

    /// <summary>Hopper (H100, H200).</summary>
    Hopper = 9,

    /// <summary>Blackwell (B200, RTX PRO 6000).</summary>
    Blackwell = 10,

    /// <summary>Rubin.</summary>
    Rubin = 13,

    /// <summary>The driver does not say.</summary>
    Unknown = 0xffffffff,
}
