namespace Optimizer.Model.Snapshots;

/// <summary>Failed NVML calls of one function with one code.</summary>
/// <param name="Function">C name of the function.</param>
/// <param name="Code">Name of the code in snake case, for example <c>gpu_is_lost</c>.</param>
/// <param name="Count">How many.</param>
public sealed record NvmlErrorCount(string Function, string Code, long Count);
