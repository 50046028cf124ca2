using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Costs;

/// <summary>Prices every decision over one horizon. Deterministic; made for one problem (its time, horizon and terms).</summary>
/// <remarks>
/// A state's account is the sum of <see cref="ActiveGpu"/> over GPUs in use, <see cref="Serving"/> over workloads, <see cref="Start"/> over started replicas and
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

    /// <summary>One replica started, new or moved: its restart time without what its seat will serve.</summary>
    /// <remarks>
    /// The seat entered is charged and the seat left is not, so that going somewhere in two plans never costs less than going there in one: otherwise a
    /// planner would find something to do after each of its own plans.
    /// </remarks>
    /// <param name="need">The workload.</param>
    /// <param name="seat">What the seat serves; null when the need lists nothing for it, and then the workload's best seat counts.</param>
    Account Start(WorkloadNeed need, SeatOption? seat);

    /// <summary>One instance created or destroyed on a GPU.</summary>
    Account InstanceChange(GpuState gpu);

    /// <summary>What the policy maximises: net value with its weights; additive, so the objective of a sum is the sum of objectives, to the last digit.</summary>
    /// <returns>Unit: thousandths of a millionth of the currency (<see cref="CostModel.ObjectiveScale"/> to one of <see cref="Money"/>'s), for comparing only; never add it to an amount.</returns>
    Money Objective(Account account);
}
