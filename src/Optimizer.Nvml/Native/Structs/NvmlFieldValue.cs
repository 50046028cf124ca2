using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlFieldValue_t</c>, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlFieldValue
{
    /// <summary><c>unsigned int fieldId</c> at offset 0.</summary>
    public uint FieldId;

    /// <summary><c>unsigned int scopeId</c> at offset 4.</summary>
    public uint ScopeId;

    /// <summary><c>long long timestamp</c> at offset 8; microseconds since 1970; 0 with an error.</summary>
    public long Timestamp;

    /// <summary><c>long long latencyUsec</c> at offset 16; microseconds.</summary>
    public long LatencyUsec;

    /// <summary><c>nvmlValueType_t valueType</c> at offset 24.</summary>
    public NvmlValueType ValueType;

    /// <summary><c>nvmlReturn_t nvmlReturn</c> at offset 28.</summary>
    public NvmlReturn NvmlReturn;

    /// <summary><c>nvmlValue_t value</c> at offset 32; percent, or MiB/s for the PCIe and NVLink metrics.</summary>
    public NvmlValue Value;
}
