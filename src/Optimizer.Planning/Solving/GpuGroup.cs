namespace Optimizer.Planning.Solving;

/// <summary>GPUs in the same state, which the search counts instead of telling apart.</summary>
/// <param name="Gpus">Their positions in the problem, ascending; never empty.</param>
/// <param name="Choices">The states each of them can take; never empty.</param>
internal sealed record GpuGroup(int[] Gpus, LayoutChoice[] Choices);
