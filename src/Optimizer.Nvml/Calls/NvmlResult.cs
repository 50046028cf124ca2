using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <summary>What a call answered: a code, and a value that means something only when the code is <see cref="NvmlReturn.Success"/>.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Code">The code as the driver gave it.</param>
/// <param name="Value">The answer; the default value otherwise.</param>
public readonly record struct NvmlResult<T>(NvmlReturn Code, T Value)
{
    /// <summary>The call answered.</summary>
    public bool IsSuccess => Code == NvmlReturn.Success;

    /// <summary>True with the value when the call answered.</summary>
    public bool TryGet(out T value)
    {
        value = Value;
        return IsSuccess;
    }
}
