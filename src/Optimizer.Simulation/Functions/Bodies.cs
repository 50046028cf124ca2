using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>What a function does once its first handle is known. The letters are those of <see cref="Signatures"/> without that handle.</summary>
internal static unsafe class Bodies
{
    public delegate NvmlReturn None(in CallTarget target);

    public delegate NvmlReturn U(in CallTarget target, uint value);

    public delegate NvmlReturn H(in CallTarget target, nint other);

    public delegate NvmlReturn UH(in CallTarget target, uint value, nint other);

    public delegate NvmlReturn LH(in CallTarget target, ulong mask, nint other);

    public delegate NvmlReturn P(in CallTarget target, void* value);

    public delegate NvmlReturn PU(in CallTarget target, void* value, uint length);

    public delegate NvmlReturn PP(in CallTarget target, void* first, void* second);

    public delegate NvmlReturn PPPP(in CallTarget target, void* first, void* second, void* third, void* fourth);

    public delegate NvmlReturn UP(in CallTarget target, uint selector, void* value);

    public delegate NvmlReturn UPU(in CallTarget target, uint size, void* values, uint scope);

    public delegate NvmlReturn UPP(in CallTarget target, uint selector, void* first, void* second);

    public delegate NvmlReturn UUP(in CallTarget target, uint first, uint second, void* value);

    public delegate NvmlReturn UUUP(in CallTarget target, uint first, uint second, uint third, void* value);

    public delegate NvmlReturn HP(in CallTarget target, nint other, void* value);

    public delegate NvmlReturn HUP(in CallTarget target, nint other, uint selector, void* value);
}
