using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Functions;

/// <summary>Writes answers where C callers want them; a null pointer is an invalid argument.</summary>
internal static unsafe class Answer
{
    public static NvmlReturn With<TValue>(void* destination, TValue value)
        where TValue : unmanaged
    {
        if (destination == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        *(TValue*)destination = value;
        return NvmlReturn.Success;
    }

    public static NvmlReturn With<TValue>(void* first, TValue firstValue, void* second, TValue secondValue)
        where TValue : unmanaged
    {
        if (first == null || second == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        *(TValue*)first = firstValue;
        *(TValue*)second = secondValue;
        return NvmlReturn.Success;
    }

    public static NvmlReturn Text(void* destination, uint length, string text)
    {
        if (destination == null)
        {
            return NvmlReturn.InvalidArgument;
        }

        Span<byte> room = new(destination, (int)Math.Min(length, 4096));
        return NvmlText.TryWrite(text, room) ? NvmlReturn.Success : NvmlReturn.InsufficientSize;
    }

    /// <summary>The version word a caller set in a struct; 0 for none.</summary>
    public static uint Version(void* versioned) => versioned == null ? 0 : *(uint*)versioned;
}
