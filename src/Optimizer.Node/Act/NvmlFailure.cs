using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <summary>A call that did not do what was asked.</summary>
/// <param name="Function">Which.</param>
/// <param name="Code">What it answered.</param>
internal readonly record struct NvmlFailure(NvmlFunction Function, NvmlReturn Code);
