using System.Runtime.InteropServices;
using System.Text;

namespace Optimizer.Nvml.Native;

/// <summary>NUL-terminated ASCII text in C byte arrays.</summary>
public static class NvmlText
{
    /// <summary>The text before the first NUL; the whole span when there is none. Bytes outside ASCII become '?'.</summary>
    public static string Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>The text of a buffer struct such as <see cref="NvmlBytes96"/>.</summary>
    public static string Read<TBuffer>(in TBuffer buffer)
        where TBuffer : unmanaged =>
        Read(MemoryMarshal.AsBytes(new ReadOnlySpan<TBuffer>(in buffer)));

    /// <summary>Writes text and its NUL. False, and nothing written, when it does not fit.</summary>
    public static bool TryWrite(string text, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Encoding.ASCII.GetByteCount(text) + 1 > destination.Length)
        {
            return false;
        }

        int written = Encoding.ASCII.GetBytes(text, destination);
        destination[written] = 0;
        return true;
    }
}
