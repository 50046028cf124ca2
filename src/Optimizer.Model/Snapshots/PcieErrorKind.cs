namespace Optimizer.Model.Snapshots;

/// <summary>Kind of PCIe error the GPU counts. Source: fields 173-183.</summary>
public enum PcieErrorKind
{
    /// <summary>Field 173.</summary>
    Correctable,

    /// <summary>Field 174.</summary>
    NakReceived,

    /// <summary>Field 175.</summary>
    Receiver,

    /// <summary>Field 176.</summary>
    BadTlp,

    /// <summary>Field 177.</summary>
    NakSent,

    /// <summary>Field 178.</summary>
    BadDllp,

    /// <summary>Field 179.</summary>
    NonFatal,

    /// <summary>Field 180.</summary>
    Fatal,

    /// <summary>Field 181.</summary>
    UnsupportedRequest,

    /// <summary>Field 182.</summary>
    Lcrc,

    /// <summary>Field 183.</summary>
    Lane,
}
