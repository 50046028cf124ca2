namespace Optimizer.Model.Snapshots;

/// <summary>Kind of NVLink error, summed over links. The first four up to NVLink 4, the rest from NVLink 5.</summary>
public enum NvLinkErrorKind
{
    /// <summary>Field 38.</summary>
    CrcFlit,

    /// <summary>Field 45.</summary>
    CrcData,

    /// <summary>Field 52.</summary>
    Replay,

    /// <summary>Field 59; NVLink 5: field 215.</summary>
    Recovery,

    /// <summary>Field 206.</summary>
    MalformedPacket,

    /// <summary>Field 207.</summary>
    BufferOverrun,

    /// <summary>Field 208.</summary>
    Receive,

    /// <summary>Field 211.</summary>
    LocalIntegrity,

    /// <summary>Field 212.</summary>
    TransmitDiscard,

    /// <summary>Field 219.</summary>
    Effective,

    /// <summary>Field 221.</summary>
    Symbol,
}
