using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Symbols;

namespace Optimizer.Nvml.Tests;

/// <summary>A handful of C functions with scripted answers: enough of a driver to test the binding itself.</summary>
internal sealed unsafe class StubDriver : INvmlSymbolSource
{
    private readonly Dictionary<string, nint> _symbols = [];

    public string Description => "stub";

    public bool IsDisposed { get; private set; }

    /// <summary>A driver whose power reading blocks at the handle's gate.</summary>
    public static StubDriver Gated() => new StubDriver().With<uint>(NvmlFunction.DeviceGetPowerUsage, &BlockAtGate);

    public StubDriver With(NvmlFunction function, delegate* unmanaged[Cdecl]<NvmlReturn> body) => Add(function, (nint)body);

    public StubDriver With(NvmlFunction function, delegate* unmanaged[Cdecl]<nint, NvmlReturn> body) => Add(function, (nint)body);

    public StubDriver With<T>(NvmlFunction function, delegate* unmanaged[Cdecl]<nint, T*, NvmlReturn> body)
        where T : unmanaged => Add(function, (nint)body);

    public StubDriver Add(NvmlFunction function, nint address)
    {
        _symbols[function.CName()] = address;
        return this;
    }

    public bool TryGetSymbol(string name, out nint address) => _symbols.TryGetValue(name, out address);

    public void Dispose() => IsDisposed = true;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static NvmlReturn Succeed() => NvmlReturn.Success;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static NvmlReturn NoDriver() => NvmlReturn.DriverNotLoaded;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static NvmlReturn SucceedOn(nint handle) => NvmlReturn.Success;

    /// <summary>Answers the handle's own number, so that a test chooses the code by the handle.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static NvmlReturn CodeIsHandle(nint handle, uint* value)
    {
        *value = 42;
        return (NvmlReturn)handle;
    }

    /// <summary>Gates by handle: a call with a handle blocks until the test opens its gate.</summary>
    public static ConcurrentDictionary<nint, (ManualResetEventSlim Entered, ManualResetEventSlim Open)> Gates { get; } = new();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static NvmlReturn BlockAtGate(nint handle, uint* value)
    {
        (ManualResetEventSlim entered, ManualResetEventSlim open) = Gates[handle];
        entered.Set();
        open.Wait();
        *value = 7;
        return NvmlReturn.Success;
    }
}
