namespace Optimizer.Model.Mig;

/// <summary>Why instances do not make a layout.</summary>
public enum LayoutRefusalReason
{
    /// <summary>The text is not layout notation.</summary>
    Malformed,

    /// <summary>The GPU has no profile of that name.</summary>
    UnknownProfile,

    /// <summary>The profile may not be put there.</summary>
    IllegalPlacement,

    /// <summary>Two instances would share a memory slice.</summary>
    Overlap,

    /// <summary>More instances of a profile than the driver allows at a time.</summary>
    TooManyOfProfile,

    /// <summary>More compute slices than the GPU has.</summary>
    ComputeSlicesExceeded,

    /// <summary>More media or copy engines than the board has.</summary>
    EnginesExceeded,
}
