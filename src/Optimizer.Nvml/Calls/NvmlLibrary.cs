using Optimizer.Nvml.Native;
using Optimizer.Nvml.Symbols;

namespace Optimizer.Nvml.Calls;

/// <summary>NVML as typed calls over whatever an <see cref="INvmlSymbolSource"/> offers. One method per export; no policy, no caching.</summary>
/// <remarks>
/// A missing export answers <see cref="NvmlReturn.FunctionNotFound"/>, so callers have one path for "old driver" and "driver says no".
/// Thread safe as far as the driver is. Handles are opaque and die with the session, a reset or a layout change: keep none across those.
/// </remarks>
public sealed unsafe partial class NvmlLibrary : IDisposable
{
    private readonly nint[] _addresses = new nint[NvmlFunctionNames.Count];
    private readonly INvmlSymbolSource _source;
    private readonly NvmlErrorLedger _errors;

    /// <summary>Looks up every export once.</summary>
    /// <param name="source">Where the symbols are; owned from here on and disposed with this library.</param>
    /// <param name="errors">Where failed calls are counted.</param>
    public NvmlLibrary(INvmlSymbolSource source, NvmlErrorLedger errors)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(errors);
        _source = source;
        _errors = errors;
        for (int index = 0; index < _addresses.Length; index++)
        {
            _addresses[index] = source.TryGetSymbol(((NvmlFunction)index).CName(), out nint address) ? address : nint.Zero;
        }
    }

    /// <summary>What the symbols come from, for messages.</summary>
    public string Description => _source.Description;

    /// <summary>Whether the driver has an export.</summary>
    public bool Has(NvmlFunction function) => _addresses[(int)function] != nint.Zero;

    /// <summary>Unloads the library. Call <see cref="Shutdown"/> first.</summary>
    public void Dispose() => _source.Dispose();

    private static NvmlResult<T> Missing<T>() => new(NvmlReturn.FunctionNotFound, default!);

    private bool Enter(NvmlFunction function, out nint address)
    {
        address = _addresses[(int)function];
        if (address == nint.Zero)
        {
            return false;
        }

        NvmlCallSlot.Current?.Enter(function);
        return true;
    }

    private NvmlReturn Leave(NvmlFunction function, NvmlReturn code)
    {
        NvmlCallSlot.Current?.Leave();
        _errors.Record(function, code);
        return code;
    }

    private NvmlReturn Command(NvmlFunction function)
    {
        if (!Enter(function, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        return Leave(function, ((delegate* unmanaged[Cdecl]<NvmlReturn>)address)());
    }

    private NvmlReturn Command(NvmlFunction function, nint handle)
    {
        if (!Enter(function, out nint address))
        {
            return NvmlReturn.FunctionNotFound;
        }

        return Leave(function, ((delegate* unmanaged[Cdecl]<nint, NvmlReturn>)address)(handle));
    }

    /// <summary>Shape <c>f(handle, T *out)</c>.</summary>
    private NvmlResult<T> Read<T>(NvmlFunction function, nint handle)
        where T : unmanaged
    {
        if (!Enter(function, out nint address))
        {
            return Missing<T>();
        }

        T value = default;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, T*, NvmlReturn>)address)(handle, &value);
        return new(Leave(function, code), value);
    }

    /// <summary>Shape <c>f(handle, T *inout)</c> where the struct begins with a version word.</summary>
    private NvmlResult<T> ReadVersioned<T>(NvmlFunction function, nint handle, T request)
        where T : unmanaged
    {
        if (!Enter(function, out nint address))
        {
            return Missing<T>();
        }

        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, T*, NvmlReturn>)address)(handle, &request);
        return new(Leave(function, code), request);
    }

    /// <summary>Shape <c>f(handle, unsigned int argument, T *out)</c>.</summary>
    private NvmlResult<T> Read<T>(NvmlFunction function, nint handle, uint argument)
        where T : unmanaged => ReadVersioned<T>(function, handle, argument, default);

    /// <summary>Shape <c>f(handle, unsigned int argument, T *inout)</c>.</summary>
    private NvmlResult<T> ReadVersioned<T>(NvmlFunction function, nint handle, uint argument, T request)
        where T : unmanaged
    {
        if (!Enter(function, out nint address))
        {
            return Missing<T>();
        }

        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, uint, T*, NvmlReturn>)address)(handle, argument, &request);
        return new(Leave(function, code), request);
    }

    /// <summary>Shape <c>f(T *out)</c>.</summary>
    private NvmlResult<T> Read<T>(NvmlFunction function)
        where T : unmanaged
    {
        if (!Enter(function, out nint address))
        {
            return Missing<T>();
        }

        T value = default;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<T*, NvmlReturn>)address)(&value);
        return new(Leave(function, code), value);
    }

    /// <summary>Shape <c>f(handle, T *out1, T *out2)</c>.</summary>
    private NvmlResult<(T First, T Second)> ReadPair<T>(NvmlFunction function, nint handle)
        where T : unmanaged
    {
        if (!Enter(function, out nint address))
        {
            return Missing<(T, T)>();
        }

        T first = default;
        T second = default;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, T*, T*, NvmlReturn>)address)(handle, &first, &second);
        return new(Leave(function, code), (first, second));
    }

    /// <summary>Shape <c>f(handle, char *text, unsigned int length)</c>.</summary>
    private NvmlResult<string> ReadText(NvmlFunction function, nint handle, int length)
    {
        if (!Enter(function, out nint address))
        {
            return Missing<string>();
        }

        byte* text = stackalloc byte[length];
        text[0] = 0;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<nint, byte*, uint, NvmlReturn>)address)(handle, text, (uint)length);
        Leave(function, code);
        return new(code, code == NvmlReturn.Success ? NvmlText.Read(new ReadOnlySpan<byte>(text, length)) : string.Empty);
    }
}
