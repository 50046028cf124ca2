namespace Optimizer.Planning.Solving;

/// <summary>A whole answer in the search's terms.</summary>
/// <param name="Patterns">The seats of each workload.</param>
/// <param name="Choices">For each group, how many of its GPUs take which choice; sums to the group's GPUs.</param>
/// <param name="Spread">For workloads with limits on single GPUs: where their seats are.</param>
internal sealed record SearchState(SeatPattern[] Patterns, int[][] Choices, (int Workload, int Group, int Class, int Count)[] Spread);
