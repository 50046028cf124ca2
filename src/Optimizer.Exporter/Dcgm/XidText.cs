namespace Optimizer.Exporter.Dcgm;

/// <summary>What an XID means, in a few words, for the <c>err_msg</c> label. Source: NVIDIA's published list of XID codes.</summary>
internal static class XidText
{
    /// <summary>The meaning, or "Unknown Error".</summary>
    public static string Of(uint code) => code switch
    {
        13 => "Graphics Engine Exception",
        31 => "GPU memory page fault",
        32 => "Invalid or corrupted push buffer stream",
        38 => "Driver firmware error",
        43 => "GPU stopped processing",
        45 => "Preemptive cleanup, due to previous errors",
        48 => "Double Bit ECC Error",
        61 => "Internal micro-controller breakpoint or warning",
        62 => "Internal micro-controller halt",
        63 => "ECC page retirement or row remapping recording event",
        64 => "ECC page retirement or row remapper recording failure",
        68 => "NVDEC0 Exception",
        69 => "Graphics Engine class error",
        74 => "NVLINK Error",
        79 => "GPU has fallen off the bus",
        92 => "High single-bit ECC error rate",
        94 => "Contained ECC error",
        95 => "Uncontained ECC error",
        119 => "GSP RPC timeout",
        120 => "GSP error",
        _ => "Unknown Error",
    };
}
