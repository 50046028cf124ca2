using System.Runtime.InteropServices;

namespace Optimizer.Simulation.Functions;

/// <summary>The C signatures of NVML, one delegate per shape. Enums travel as 32-bit numbers, handles as pointer-sized ones.</summary>
/// <remarks>Letters: H handle, U unsigned int, L unsigned long long, P pointer.</remarks>
internal static unsafe class Signatures
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int None();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int U(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate nint Text(int code);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int P(void* value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int PU(void* text, uint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int UPU(uint number, void* text, uint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int UP(uint index, void* handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int PP(void* text, void* handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int H(nint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HH(nint handle, nint other);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HU(nint handle, uint value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HUH(nint handle, uint value, nint other);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HLH(nint handle, ulong mask, nint other);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HP(nint handle, void* value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HPU(nint handle, void* value, uint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HPP(nint handle, void* first, void* second);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HPPPP(nint handle, void* first, void* second, void* third, void* fourth);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HUP(nint handle, uint selector, void* value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HUPP(nint handle, uint selector, void* first, void* second);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HUPU(nint handle, uint size, void* values, uint scope);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HUUP(nint handle, uint first, uint second, void* value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HUUUP(nint handle, uint first, uint second, uint third, void* value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HHP(nint handle, nint other, void* value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int HHUP(nint handle, nint other, uint selector, void* value);
}
