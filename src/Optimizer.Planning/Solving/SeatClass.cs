using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Seats that are alike to the search: one profile on GPUs of one kind, or whole GPUs of one NVLink island.</summary>
/// <param name="Index">Position in <see cref="FleetModel.Classes"/>.</param>
/// <param name="Sample">A GPU of that kind.</param>
/// <param name="Profile">MIG profile, or the word for a whole GPU.</param>
/// <param name="Share">What one takes of its GPU: the larger of its shares of compute and memory slices; 0 to 1.</param>
/// <param name="OnlyWorkload">Index of the one workload that may sit here (a draining GPU, where what is there may stay); -1: any.</param>
internal sealed record SeatClass(int Index, GpuState Sample, string Profile, double Share, int OnlyWorkload);
