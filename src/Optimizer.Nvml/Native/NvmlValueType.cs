namespace Optimizer.Nvml.Native;

/// <summary>Which member of an <see cref="NvmlValue"/> holds the answer. Source: <c>nvmlValueType_t</c>.</summary>
public enum NvmlValueType
{
    /// <summary>A double.</summary>
    Double = 0,

    /// <summary>A 32-bit unsigned integer.</summary>
    UnsignedInt = 1,

    /// <summary>A C unsigned long: 64 bits on the platforms the product runs on.</summary>
    UnsignedLong = 2,

    /// <summary>A 64-bit unsigned integer.</summary>
    UnsignedLongLong = 3,

    /// <summary>A 64-bit signed integer.</summary>
    SignedLongLong = 4,

    /// <summary>A 32-bit signed integer.</summary>
    SignedInt = 5,

    /// <summary>A 16-bit unsigned integer.</summary>
    UnsignedShort = 6,
}
