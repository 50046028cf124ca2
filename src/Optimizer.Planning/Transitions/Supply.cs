using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>What one workload has running: how much it serves with how many replicas.</summary>
/// <param name="Rate">Capacity the planner counts on, in the workload's own unit.</param>
/// <param name="Replicas">Replicas, a job of several GPUs counted once.</param>
internal readonly record struct Supply(double Rate, int Replicas)
{
    public static Supply operator +(Supply left, Supply right) => new(left.Rate + right.Rate, left.Replicas + right.Replicas);

    public static Supply operator -(Supply left, Supply right) => new(left.Rate - right.Rate, left.Replicas - right.Replicas);

    internal static Supply Least(Supply left, Supply right) =>
        new(Math.Min(left.Rate, right.Rate), Math.Min(left.Replicas, right.Replicas));

    /// <summary>At least as much of both; sums of rates in different orders may differ in the last digits.</summary>
    internal bool Covers(Supply need) => Replicas >= need.Replicas && Rate >= need.Rate - (1e-9 * Math.Max(1, need.Rate));

    /// <summary>What a replica counts on a seat; 0 where the need no longer lists such a seat, and then only its replicas count.</summary>
    internal static double RateOn(WorkloadNeed need, GpuState gpu, string? profile)
    {
        string name = profile ?? ProfileCapacity.WholeGpu;
        double rate = 0;
        foreach (SeatOption option in need.Options)
        {
            if (option.Profile == name && option.GpuModel == gpu.Model)
            {
                return option.CarefulRate;
            }

            if (option.Profile == name && option.GpuModel is null)
            {
                rate = option.CarefulRate;
            }
        }

        return rate;
    }
}
