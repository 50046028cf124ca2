using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Native;

/// <summary><c>nvmlTemperature_v1_t</c>, 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NvmlTemperatureV1
{
    /// <summary>Version word: the struct's size with the version in the top byte.</summary>
    public const uint VersionWord = 0x0100000C;

    /// <summary><c>unsigned int version</c> at offset 0; version word, set by the caller before the call.</summary>
    public uint Version;

    /// <summary><c>nvmlTemperatureSensors_t sensorType</c> at offset 4.</summary>
    public uint SensorType;

    /// <summary><c>int temperature</c> at offset 8; degrees Celsius.</summary>
    public int Temperature;
}
