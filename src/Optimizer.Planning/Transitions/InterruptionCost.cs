namespace Optimizer.Planning.Transitions;

/// <summary>What stopping a replica before its stand-in is ready costs; compared member by member, the first that differs decides.</summary>
/// <param name="Floors">Stops that take a guaranteed workload below its floor.</param>
/// <param name="Count">Stops that leave a workload with less than it needs.</param>
/// <param name="Guaranteed">Those of guaranteed workloads.</param>
/// <param name="Burstable">Those of burstable workloads.</param>
/// <param name="Loss">What is not served: share of the workload's best seat times its restart. Unit: millionths of a second, so that sums are exact.</param>
/// <param name="Exposure">Workloads short of what they need, summed over the stops: of two equal ways the one that keeps interruptions apart.</param>
internal readonly record struct InterruptionCost(int Floors, int Count, int Guaranteed, int Burstable, long Loss, int Exposure)
    : IComparable<InterruptionCost>
{
    internal bool IsNone => Count == 0;

    public static InterruptionCost operator +(InterruptionCost left, InterruptionCost right) => new(
        left.Floors + right.Floors,
        left.Count + right.Count,
        left.Guaranteed + right.Guaranteed,
        left.Burstable + right.Burstable,
        left.Loss + right.Loss,
        left.Exposure + right.Exposure);

    public int CompareTo(InterruptionCost other)
    {
        int order = Floors.CompareTo(other.Floors);
        order = order != 0 ? order : Count.CompareTo(other.Count);
        order = order != 0 ? order : Guaranteed.CompareTo(other.Guaranteed);
        order = order != 0 ? order : Burstable.CompareTo(other.Burstable);
        order = order != 0 ? order : Loss.CompareTo(other.Loss);
        return order != 0 ? order : Exposure.CompareTo(other.Exposure);
    }
}
