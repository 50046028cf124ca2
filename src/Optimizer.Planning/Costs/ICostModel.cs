using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Costs;

/// <summary>Prices every decision over one horizon. Deterministic; made for one problem (its time, horizon and terms).</summary>
/// <remarks>
/// A state's account is the sum of <see cref="ActiveGpu"/> over GPUs in use, <see cref="Serving"/> over workloads, <see cref="Move"/> over moved replicas and
/// <see cref="InstanceChange"/> over created and destroyed instances; the solver, the policy and the checks all add up exactly these. What is
/// maximised is <see cref="Objective"/> of that sum: the policy's weights are in there and nowhere else.
/// </remarks>
public interface ICostModel
{
    /// <summary>A GPU in use: its time, and the energy and carbon of its idle power. A GPU not in use costs nothing here.</summary>
    Account ActiveGpu(GpuState gpu);

    /// <summary>One workload on its seats: value served, penalty for what is not, energy and carbon above idle.</summary>
    /// <param name="need">The workload.</param>
    /// <param name="seats">Its seats, in any order; empty: it serves nothing. A job of several whole GPUs has one seat for each replica.</param>
    Account Serving(WorkloadNeed need, ReadOnlySpan<SeatCount> seats);

    /// <summary>One moved replica: its restart time without what the seat served.</summary>
    /// <param name="need">The workload.</param>
    /// <param name="from">What the seat that is given up served; null when the need no longer lists it, and then the workload's best seat counts.</param>
    Account Move(WorkloadNeed need, SeatOption? from);

    /// <summary>One instance created or destroyed on a GPU.</summary>
    Account InstanceChange(GpuState gpu);

    /// <summary>What the policy maximises: net value with its weights; additive, so the objective of a sum is the sum of objectives, to the last digit.</summary>
    /// <returns>Unit: thousandths of a millionth of the currency (<see cref="CostModel.ObjectiveScale"/> to one of <see cref="Money"/>'s), for comparing only; never add it to an amount.</returns>
    Money Objective(Account account);
}
