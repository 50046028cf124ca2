using System.Security.Cryptography;
using System.Text;
using Optimizer.Simulation.Boards;

namespace Optimizer.Simulation.Drivers;

/// <summary>Identifiers that follow from what they identify, so that a seed gives the same node every time.</summary>
internal static class SimulatedIdentity
{
    public static string GpuUuid(ulong seed, int index) => "GPU-" + Uuid($"gpu/{seed}/{index}", version: 4);

    /// <summary>The same shape in the same place of the same GPU has the same UUID, as the vendor's driver does it.</summary>
    public static string MigUuid(string gpuUuid, int profileId, BoardPlacement placement, int computeWidth, int computeStart) =>
        "MIG-" + Uuid($"{gpuUuid}/{profileId}/{placement.Start}/{placement.Size}/{computeWidth}/{computeStart}", version: 5);

    /// <summary>How drivers before R470 named MIG devices: by where they are, not by what they are.</summary>
    public static string PositionalMigUuid(string gpuUuid, int gpuInstanceId, int computeInstanceId) => $"MIG-{gpuUuid}/{gpuInstanceId}/{computeInstanceId}";

    public static string Serial(ulong seed, int index) => (1_650_000_000_000UL + (Number($"serial/{seed}/{index}") % 99_999_999UL)).ToString();

    /// <summary>A number spread evenly over 64 bits.</summary>
    public static ulong Number(string of) => BitConverter.ToUInt64(SHA256.HashData(Encoding.ASCII.GetBytes(of)));

    public static string Hex(string of) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(of)));

    public static string Uuid(string of, int version)
    {
        Span<byte> bytes = SHA256.HashData(Encoding.ASCII.GetBytes(of)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>A cheap deterministic draw in [0, 1) for one stream at one step.</summary>
    public static double Draw(ulong stream, long step)
    {
        unchecked
        {
            ulong z = stream + ((ulong)step * 0x9E3779B97F4A7C15UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
