using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlValue_t</c>, 8 bytes: a union whose live member is named by an <see cref="NvmlValueType"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
public struct NvmlValue
{
    /// <summary>The bits as a double.</summary>
    [FieldOffset(0)]
    public double Double;

    /// <summary>The bits as a 32-bit unsigned integer.</summary>
    [FieldOffset(0)]
    public uint UnsignedInt;

    /// <summary>The bits as a 64-bit unsigned integer.</summary>
    [FieldOffset(0)]
    public ulong UnsignedLongLong;

    /// <summary>The bits as a 64-bit signed integer.</summary>
    [FieldOffset(0)]
    public long SignedLongLong;

    /// <summary>The bits as a 32-bit signed integer.</summary>
    [FieldOffset(0)]
    public int SignedInt;

    /// <summary>The bits as a 16-bit unsigned integer.</summary>
    [FieldOffset(0)]
    public ushort UnsignedShort;

    /// <summary>The value as a double, whatever its type; null for a type this binding does not know.</summary>
    public readonly double? AsDouble(NvmlValueType type) => type switch
    {
        NvmlValueType.Double => Double,
        NvmlValueType.UnsignedInt => UnsignedInt,
        NvmlValueType.UnsignedLong or NvmlValueType.UnsignedLongLong => UnsignedLongLong,
        NvmlValueType.SignedLongLong => SignedLongLong,
        NvmlValueType.SignedInt => SignedInt,
        NvmlValueType.UnsignedShort => UnsignedShort,
        _ => null,
    };

    /// <summary>The value as an unsigned integer; null when it is negative, fractional or of an unknown type.</summary>
    public readonly ulong? AsUnsigned(NvmlValueType type) => type switch
    {
        NvmlValueType.UnsignedInt => UnsignedInt,
        NvmlValueType.UnsignedLong or NvmlValueType.UnsignedLongLong => UnsignedLongLong,
        NvmlValueType.SignedLongLong when SignedLongLong >= 0 => (ulong)SignedLongLong,
        NvmlValueType.SignedInt when SignedInt >= 0 => (ulong)SignedInt,
        NvmlValueType.UnsignedShort => UnsignedShort,
        _ => null,
    };
}
